/** Data as bad as the API lets anybody make it: long orders, long texts, as many changes at hand as there can be, and pages. */
import type { Database as CosmosDatabase } from '@azure/cosmos';
import pLimit from 'p-limit';
import { openCosmos } from '../../src/cosmos/client.ts';
import { toDocument, toPageDocument } from '../../src/cosmos/documents.ts';
import { accountKind, deposit, openAccount } from '../../src/domain/account.ts';
import { changeOrderLine, createOrder, mostLines, orderKind } from '../../src/domain/order.ts';
import { longestText } from '../../src/domain/text.ts';
import { type Accepted, changed, created, type Entity } from '../../src/versioned/entity.ts';
import { type EntityId, entityId, type Ksuid, mintKsuid } from '../../src/versioned/id.ts';
import type { Kind } from '../../src/versioned/kind.ts';
import type { Random } from '../lab/random.ts';
import { currency, etag, intent, money } from '../support/values.ts';

export interface Database {
  readonly endpoint: string;
  readonly key: string;
  readonly database: string;
}

export interface World {
  readonly tenant: string;
  readonly orders: readonly EntityId[];
  readonly accounts: readonly EntityId[];
  /** Of the version before all changes at hand, in each of them. */
  readonly oldestEtag: string;
  /** Of the first order. */
  readonly lineId: Ksuid;
}

/** Five pages, and 31 changes at hand. */
const versions = 5 * 16 + 31;

/** Of 3 bytes each, and of 4. */
const threeBytes = '語'.repeat(longestText);
const fourBytes = '𝒳'.repeat(longestText);

/** So many orders and so many accounts. */
export async function createWorld(
  { endpoint, key, database: name }: Database,
  random: Random,
  ofEach: number,
): Promise<World> {
  const tenant = `worst-${Buffer.from(random.bytes(8)).toString('hex')}`;
  const database = openCosmos({
    endpoint,
    key,
    database: name,
    managedIdentityClientId: undefined,
  });
  const inTurn = pLimit(8);
  const many = (make: (requestId: Ksuid) => Promise<EntityId>) =>
    Promise.all(
      Array.from({ length: ofEach }, (_, index) =>
        inTurn(() => make(mintKsuid(longAgo(index), random.bytes(16)))),
      ),
    );

  let lineId: Ksuid | undefined;
  const orders = await many((requestId) => {
    const id = entityId(orderKind.prefix, requestId);
    const line = {
      sku: threeBytes,
      description: fourBytes,
      quantity: 2,
      unitPrice: money('1.50 USD'),
    };
    const lines = Array.from({ length: mostLines }, () => line);
    const opening = { customer: threeBytes, currency: currency('USD'), lines, note: fourBytes };
    const first = createOrder(opening, { id, requestId });
    const changedLine = first.state.lines[0]?.id ?? requestId;
    lineId ??= changedLine;
    return put(database, orderKind, tenant, requestId, first, (state, version) =>
      changeOrderLine(state, { lineId: changedLine, quantity: version }),
    );
  });
  const accounts = await many((requestId) => {
    const first = openAccount({ owner: threeBytes, currency: currency('USD') });
    return put(database, accountKind, tenant, requestId, first, (state) =>
      deposit(state, { amount: money('1.00 USD'), memo: fourBytes }),
    );
  });
  return {
    tenant,
    orders,
    accounts,
    oldestEtag: etagOf(versions - 31),
    lineId: lineId ?? mintKsuid(new Date(), random.bytes(16)),
  };
}

/** The entity after all its versions, and its pages. */
async function put<State, Detail>(
  database: CosmosDatabase,
  kind: Kind<State, Detail>,
  tenant: string,
  requestId: Ksuid,
  first: Accepted<State, Detail>,
  rule: (state: State, version: number) => Accepted<State, Detail> | { readonly type: string },
): Promise<EntityId> {
  const { items } = database.container(kind.container);
  const step = (entity: Entity<State, Detail>, version: number) => {
    const decision = rule(entity.state, version);
    if (!('state' in decision)) throw new Error(`a rule refused with ${decision.type}`);
    const next = intent(mintKsuid(longAgo(version), Buffer.alloc(16)));
    return changed(entity, etag(etagOf(version - 1)), decision, next);
  };
  let entity = created(kind, tenant, first, intent(requestId));
  for (let version = 2; version <= versions; version += 1) {
    const { entity: next, page } = step(entity, version);
    const document = toDocument(kind, entity);
    if (page) await items.create(toPageDocument({ entity, document, schema: kind.schema }, page));
    entity = next;
  }
  await items.create(toDocument(kind, entity));
  return entity.id;
}

function etagOf(version: number): string {
  return `"version ${version}"`;
}

function longAgo(seconds: number): Date {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
}
