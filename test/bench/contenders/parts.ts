/** The parts of an authenticated read, each by itself: what is left of a ratio to the raw calls is GraphQL and the rest. */
import functions from '@azure/functions';
import { createVerifier } from '../../../src/auth/verify.ts';
import { openCosmos } from '../../../src/cosmos/client.ts';
import { toRead } from '../../../src/cosmos/documents.ts';
import { accountKind } from '../../../src/domain/account.ts';
import { readSettings } from '../../../src/settings/read.ts';
import { type Call, bodyOf } from '../calls.ts';
import type { PartName } from '../parts.ts';

const { env } = process;

/** Of the part that the process is started for. */
export function createRaw({ tenantId }: { readonly tenantId: string }) {
  const read = readSettings(env);
  if (read.type !== 'Settings') throw new Error(read.message);
  const { settings } = read;
  const authorization = env['BENCH_AUTHORIZATION'] ?? '';

  const accounts = openCosmos(settings.cosmos).container('accounts');
  const verify = createVerifier(settings.jwt, () => new Date());
  const { signal } = new AbortController();
  const headers = {
    authorization,
    'content-type': 'application/json',
    accept: 'application/json',
  };

  const documents = new Map<string, object>();
  const documentOf = async (id: string) => {
    const known = documents.get(id);
    if (known) return known;
    const { resource = {} } = await accounts.item(id, [tenantId, id]).read<object>();
    documents.set(id, resource);
    return resource;
  };

  const parts: Readonly<Record<PartName, (call: Call) => Promise<boolean>>> = {
    /** The same read through our HTTP client. */
    client: async ({ variables }) => {
      const id = String(variables['id']);
      const { resource } = await accounts.item(id, [tenantId, id]).read<object>();
      return resource !== undefined;
    },
    /** The state and the last change, as a read needs them: the document is read once. */
    parsing: async ({ variables }) => {
      const document = await documentOf(String(variables['id']));
      return toRead(accountKind, { tenantId }, document).entity.lastChange.version > 0;
    },
    verification: async () => (await verify(authorization, signal)).type === 'Authenticated',
    /** What the library hands to a handler, and the body out of it. */
    request: async (call) => {
      const body = { bytes: Buffer.from(bodyOf(call, 'trusted')) };
      const url = 'http://localhost:7071/graphql';
      const init = { method: 'POST', url, headers, query: {}, params: {}, body };
      const request = new functions.HttpRequest(init);
      const context = new functions.InvocationContext();
      return (await request.arrayBuffer()).byteLength > 0 && context.invocationId !== '';
    },
  };
  const part = parts[env['BENCH_PART'] as PartName]; // what contenders.ts sets
  return async (call: Call): Promise<number> => {
    if (!(await part(call))) throw new Error('a part did not do what it is for');
    return 1;
  };
}
