/** The calls that a read or a change needs and nothing else, by the stock client: no token, no GraphQL. */
import { CosmosClient } from '@azure/cosmos';
import type { Send } from './child.ts';

const { env } = process;
const client = new CosmosClient({
  endpoint: env['COSMOS_ENDPOINT'] ?? '',
  key: env['COSMOS_KEY'] ?? '',
  connectionPolicy: { enableEndpointDiscovery: false },
});
const accounts = client.database(env['COSMOS_DATABASE'] ?? '').container('accounts');

// NOTE: mirrors the variables of the documents: a query's, or a mutation's.
interface Variables {
  readonly id: string;
  readonly ifMatch?: string;
  readonly input?: Variables;
}

export const send: Send = async (body) => {
  const { variables }: { readonly variables: Variables } = JSON.parse(body.toString());
  const { id, ifMatch } = variables.input ?? variables;
  const item = accounts.item(id, [env['BENCH_TENANT'] ?? '', id]);
  const { resource } = await item.read<object>();
  if (!resource) throw new Error(`there is no ${id}`);
  if (ifMatch !== undefined) {
    const accessCondition = { type: 'IfMatch', condition: ifMatch };
    await item.replace({ ...resource, id }, { accessCondition });
  }
  return `{"id":"${id}","replayed":false}`;
};
