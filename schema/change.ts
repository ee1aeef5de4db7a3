/** What changes of accounts and orders have in common, and the page of a history. */
import {
  type Change as DomainChange,
  changesSince,
  type Etag,
  type Kind,
  pageSize,
  type Recorded,
} from '../src/versioned/entity.ts';
import { readHistory } from '../src/versioned/history.ts';
import type { Store, Stored } from '../src/versioned/store.ts';
import { builder, callCost } from './builder.ts';
import {
  type Connection,
  type PageArgs,
  pageExtensions,
  parsePage,
  sizeOf,
  toConnection,
} from './connection.ts';

export const Change = builder.interfaceRef<Recorded>('Change').implement({
  description: 'One accepted change: who did what, when, and on top of which version.',
  fields: (t) => ({
    requestId: t.expose('requestId', {
      type: 'KSUID',
      description: 'The `requestId` of the mutation that made it.',
    }),
    version: t.exposeInt('version'),
    at: t.expose('at', { type: 'DateTime' }),
    by: t.exposeString('by', { description: 'The subject of the token that made it.' }),
    summary: t.string({
      description: 'One sentence for a person: "added 2 x espresso machine for 10000.00 USD".',
    }),
  }),
});

/** A page of an entity's changes, newest first. */
export async function historyPage<State, Detail>(
  store: Store,
  kind: Kind<State, Detail>,
  { entity }: Stored<State, Detail>,
  args: PageArgs,
): Promise<Connection<DomainChange<Detail>>> {
  const { size, after: before } = parsePage(args, parseVersion);
  const { changes, hasMore } = await readHistory(store, kind, entity, size, before);
  return toConnection(changes, ({ version }) => String(version), { hasMore, after: args.after });
}

export const historyExtensions = pageExtensions(parseVersion);

/** What happened since a version, as far as the changes at hand can tell. */
export interface ChangesSince<Detail> {
  readonly changes: readonly DomainChange<Detail>[];
  readonly complete: boolean;
}

/** The newest etag has nothing after it. */
function changesSinceEtag<State, Detail>(
  { entity, etag: newest }: Stored<State, Detail>,
  { etag }: { readonly etag: Etag },
): ChangesSince<Detail> {
  const changes = etag === newest ? [] : changesSince(entity, etag);
  return { changes: changes ?? [], complete: changes !== undefined };
}

/** The type `<change>sSince`. */
export function changesSinceType<Detail>(
  name: string,
  change: PothosSchemaTypes.ObjectRef<
    typeof builder.$inferSchemaTypes,
    DomainChange<Detail>,
    DomainChange<Detail>
  >,
) {
  return builder.objectRef<ChangesSince<Detail>>(name).implement({
    description: 'Every change after the version with that etag, oldest first.',
    fields: (t) => ({
      // Pothos computes what a resolver may return from the field's type, which a type parameter leaves open.
      changes: t.field({ type: [change], resolve: ({ changes }) => changes as never }),
      complete: t.exposeBoolean('complete', {
        description:
          "False when that version is too old to tell, or the etag was never one of this entity's; `changes` is empty then.",
      }),
    }),
  });
}

/** The rest of a field of such a type. */
export const changesSinceField = {
  description:
    'What happened since the version that the client holds: read before asking a person to decide. Costs no further read.',
  args: builder.args((t) => ({ etag: t.field({ type: 'ETag', required: true }) })),
  resolve: changesSinceEtag,
} as const;

/** One read for each page of changes that it may touch. */
export function historyCost({ first }: PageArgs) {
  return { field: callCost * Math.ceil(sizeOf(first) / pageSize), multiplier: 1 };
}

function parseVersion(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
