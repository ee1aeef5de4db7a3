/** One person at the API whose every call to the database is counted: through the function itself, on a Cosmos DB of its own. */

import type { HttpHandler } from '@azure/functions';
import { containers } from '../cosmos/containers.ts';
import { type Ksuid, mintKsuid } from '../versioned/id.ts';
import { type Call, startCallCounter } from './costCalls.ts';
import { emulatorKey, startCosmosDb } from './cosmosdb.ts';
import { loadApp } from './host/app.ts';
import { invoke } from './host/invoke.ts';
import { developmentSettings } from './keys.ts';
import { contoso, createMint } from './people.ts';

export interface Entity {
  readonly id: string;
  readonly etag: string;
}

export interface Desk {
  /** Throws where the answer is not of the type that is expected. */
  readonly mutate: (mutation: string, input: object, expected?: Outcome) => Promise<Entity>;
  readonly query: (query: string, variables?: object) => Promise<void>;
  readonly nextRequestId: () => Ksuid;
  /** What was done since it was last asked. */
  readonly take: () => { readonly calls: readonly Call[]; readonly answerBytes: number };
}

export type Outcome = 'Changed' | 'ConflictError' | 'InsufficientFundsError';

export const accountParts = `id etag version status owner balance { amount currency }
  createdAt createdBy updatedAt updatedBy`;
export const lineParts = `id sku description quantity
  unitPrice { amount currency } total { amount currency }`;
export const orderParts = `id etag version status customer note total { amount currency }
  lines { ${lineParts} } createdAt createdBy updatedAt updatedBy`;

/** `now` dates what is made; what it costs does not depend on it. */
export async function openDesk(now: Date, running: AsyncDisposableStack): Promise<Desk> {
  const database = running.use(await startCosmosDb({ database: 'orderdesk', containers }));
  const counter = running.use(await startCallCounter(database.endpoint));
  const handler = await loadOn(counter.endpoint);
  const token = await createMint(
    { issuer: undefined, audience: undefined, tenantClaim: undefined },
    () => now,
  )(contoso.bob);
  let requestIds = 0;
  let answerBytes = 0;

  // Ids that rise: one below the newest that lies in a page costs a query, and two of one second may sort either way.
  const nextRequestId = () => {
    requestIds += 1;
    const random = Buffer.alloc(16);
    random.writeUInt32BE(requestIds);
    return mintKsuid(now, random);
  };

  async function send(query: string, variables: object): Promise<Answer> {
    const bytes = Buffer.from(JSON.stringify({ query, variables }));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const request = { method: 'POST', url: 'http://localhost/graphql', headers };
    const answer = await invoke(handler, { ...request, body: { bytes } }, {});
    const body = Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer());
    answerBytes += body.length;
    const result: Answer = JSON.parse(body.toString());
    if (result.errors) throw new Error(`answered ${body.toString()}`);
    return result;
  }

  return {
    nextRequestId,
    mutate: async (mutation, input, expected = 'Changed') => {
      const request = { requestId: nextRequestId(), ...input };
      const { data } = await send(toDocument(mutation), { input: request });
      const { result } = data ?? {};
      if (result?.__typename?.endsWith(expected) !== true) {
        throw new Error(`${mutation} was answered ${JSON.stringify(data)}`);
      }
      return result.entity ?? result.current ?? { id: '', etag: '' };
    },
    query: async (query, variables = {}) => {
      const { data } = await send(query, variables);
      if (!data?.result) throw new Error(`a query found nothing: ${query}`);
    },
    take: () => {
      const taken = { calls: counter.take(), answerBytes };
      answerBytes = 0;
      return taken;
    },
  };
}

interface Answer {
  readonly data?: {
    readonly result?: {
      readonly __typename?: string;
      readonly entity?: Entity;
      readonly current?: Entity;
    } | null;
  };
  readonly errors?: readonly object[];
}

/** The function as npm start loads it, with the settings of a deployment and nothing of this machine's environment. */
async function loadOn(endpoint: string): Promise<HttpHandler> {
  const { functions } = await loadApp({
    ...(await developmentSettings()),
    COSMOS_ENDPOINT: endpoint,
    COSMOS_KEY: emulatorKey,
  });
  return functions.graphql.handler;
}

/** What a frontend asks for that shows the entity after its change, or the conflict. */
function toDocument(mutation: string): string {
  const isAccount = /Account$|deposit|withdraw/.test(mutation);
  const [type, parts] = isAccount ? ['Account', accountParts] : ['Order', orderParts];
  const creates = mutation === 'openAccount' || mutation === 'createOrder';
  const conflict = `... on ${type}ConflictError {
    missedChanges { summary by at } missedChangesComplete current { ${parts} }
  }`;
  return `mutation ($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) {
    result: ${mutation}(input: $input) {
      __typename
      ... on UserError { message }
      ... on ${type}Changed {
        entity: ${type.toLowerCase()} { ${parts} }
        change { requestId version at by summary } replayed
      }
      ${creates ? '' : conflict}
    }
  }`;
}
