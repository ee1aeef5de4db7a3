/** Who asks, and what lies in the database when an input comes: the same in each run, but for the etags and the token. */
import type { Database } from '@azure/cosmos';
import { mintToken } from '../../src/local/tokens.ts';
import { mintKsuid } from '../../src/versioned/id.ts';
import accounts from '../stored/frozen/accounts.json' with { type: 'json' };
import orders from '../stored/frozen/orders.json' with { type: 'json' };
import type { Request } from '../support/api.ts';
import { kindOfId } from '../support/declared/declared.ts';
import type { Result } from '../support/mutations.ts';

const tenantId = 'fuzz';

/** The time of every request. */
export const now = new Date('2026-06-01T12:00:00Z');
export const token = await mintToken({ subject: 'ann', tenant: tenantId, roles: ['Manager'] }, now);
/** Stands for the token, whose signature is another each time. */
const tokenName = 'token_of_ann';
export const signedIn = {
  authorization: `Bearer ${tokenName}`,
  'content-type': 'application/json',
};

/** An account and an order in yen, each with pages. */
export const samples: readonly Result[] = [...accounts.samples, ...orders.samples].filter(
  ({ what }) => what.includes('page'),
);
export const documents: readonly Result[] = samples.flatMap(({ document, pages }) => [
  ...pages,
  document,
]);
export const ids: readonly string[] = samples.map(({ document }) => document.id);
export const oldEtags: readonly string[] = samples.map(
  ({ document }) => document.changes.at(-1).baseEtag,
);
export const requestIds: readonly string[] = documents.flatMap(({ changes }) =>
  changes.map(({ requestId }: Result) => requestId),
);
export const newRequestIds: readonly string[] = Array.from({ length: 20 }, (_, n) =>
  mintKsuid(now, new Uint8Array(16).fill(n)),
);

/** Stands for the etag that the entity has by then. */
export const etagOf = (id: string) => `etag of ${id}`;

export async function openWorld(database: Database) {
  const containerOf = (id: string) => database.container(kindOfId(id).container);
  await Promise.all(
    documents.map((sound) => containerOf(sound.id).items.create({ ...sound, tenantId })),
  );
  const etags = new Map<string, string>();

  return {
    /** Puts every document as it was, but for `damaged` in place of that of its id. */
    lay: async (damaged: Result) => {
      const laid = documents.map(async ({ id, entityId }) => {
        const document = id === damaged?.id ? damaged : documents.find((sound) => sound.id === id);
        const item = containerOf(id).item(id, [tenantId, entityId]);
        const { resource } = await item.replace<Result>({ ...document, tenantId });
        etags.set(etagOf(id), resource?._etag);
      });
      await Promise.all(laid);
    },
    /** The request with the token, and the etags of now in its variables and in the text of its document. */
    fill: ({ headers = {}, body, ...request }: Request): Request => {
      let text = Buffer.from(body ?? '').toString('latin1');
      for (const [name, etag] of etags) {
        const literal = JSON.stringify(JSON.stringify(etag));
        text = text.replaceAll(`\\"${name}\\"`, literal.slice(1, -1));
        text = text.replaceAll(`"${name}"`, JSON.stringify(etag));
      }
      const filled = Object.entries(headers).map(([name, value]) => [
        name,
        value.replaceAll(tokenName, token),
      ]);
      return {
        ...request,
        headers: Object.fromEntries(filled),
        ...(body !== undefined && { body: Buffer.from(text, 'latin1') }),
      };
    },
  };
}
