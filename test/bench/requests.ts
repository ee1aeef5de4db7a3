/** The six operations that are measured, as calls on entities that are made for them. */
import type { Call, Expectation } from './calls.ts';
import type { Database } from './database.ts';
import { accountDocuments, amount, copyOf } from './documents.ts';
import type { Births } from './births.ts';
import type { Ksuid } from '../../src/versioned/id.ts';

export const operationNames = ['read', 'nodes', 'page', 'withdraw', 'conflict', 'replay'] as const;

export type OperationName = (typeof operationNames)[number];

export interface Requests {
  readonly calls: readonly Call[];
  readonly expectation: Expectation;
}

/** The entities of one tenant, and the requests to them. A withdrawal changes its account, so each gets a new one. */
export interface World {
  readonly tenantId: string;
  /** `count` matters to `withdraw` alone, whose calls cannot be sent again. */
  readonly requests: (operation: OperationName, count: number) => Promise<Requests>;
}

export interface WorldOptions {
  readonly database: Database;
  readonly tenantId: string;
  /** Of each account. */
  readonly changes: number;
  /** How many a page and `nodes` ask for: as many accounts, and one order more, have to be there. */
  readonly size: number;
  /** Ids that exist. */
  readonly accountIds: readonly string[];
  readonly births: Births;
}

export async function createWorld(options: WorldOptions): Promise<World> {
  const { database, tenantId, changes, size, accountIds, births } = options;
  const settled = accountDocuments(births.next(tenantId), changes);
  await database.put('accounts', [settled.document, ...settled.pages]);
  const { id } = settled.document;
  const [first = id] = accountIds;

  async function withdrawals(count: number): Promise<readonly Call[]> {
    const fresh = Array.from({ length: count }, () => copyOf(settled.document, births.requestId()));
    const etags = await database.put('accounts', fresh);
    return fresh.map((account, index) =>
      withdrawal(account.id, births.requestId(), String(etags[index])),
    );
  }

  return {
    tenantId,
    requests: async (operation, count) => {
      switch (operation) {
        case 'read':
          return {
            calls: [{ document: 'account', variables: { id: first } }],
            expectation: { text: '"__typename":"Account"', times: 1 },
          };
        case 'nodes':
          return {
            calls: [{ document: 'nodes', variables: { ids: accountIds.slice(0, size) } }],
            expectation: { text: '"__typename":"Account"', times: size },
          };
        case 'page':
          return {
            calls: [{ document: 'orders', variables: { first: size } }],
            expectation: { text: '"__typename":"Order"', times: size },
          };
        case 'withdraw':
          return {
            calls: await withdrawals(count),
            expectation: { text: '"replayed":false', times: 1 },
          };
        case 'conflict':
          return {
            calls: [withdrawal(id, births.requestId(), settled.latest.ifMatch)],
            expectation: { text: '"__typename":"AccountConflictError"', times: 1 },
          };
        case 'replay':
          return {
            calls: [withdrawal(id, settled.latest.requestId, settled.latest.ifMatch)],
            expectation: { text: '"replayed":true', times: 1 },
          };
      }
    },
  };
}

/** What the raw calls answer for each document. */
export function rawExpectation({ times }: Expectation): Expectation {
  return { text: 'document ', times };
}

export function withdrawal(id: string, requestId: Ksuid, ifMatch: string): Call {
  return { document: 'withdraw', variables: { input: { requestId, id, ifMatch, amount } } };
}
