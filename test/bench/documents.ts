/** Entities as the service itself would have left them: made by the domain's own functions, one change after another. */
import {
  type Account,
  accountKind,
  deposit,
  openAccount,
  withdraw,
} from '../../src/domain/account.ts';
import type { AccountDetail } from '../../src/domain/account.ts';
import type { Etag } from '../../src/versioned/change.ts';
import {
  type Accepted,
  changed,
  created,
  type Intent,
  type Page,
} from '../../src/versioned/entity.ts';
import { entityId, type Ksuid, mintKsuid } from '../../src/versioned/id.ts';
import { type Money, parsePrice } from '../../src/domain/money.ts';
import { createOrder, orderKind } from '../../src/domain/order.ts';
import { toDocument, toPageDocument } from '../../src/cosmos/documents.ts';
import { fingerprint } from '../../src/versioned/fingerprint.ts';
import { subject } from './identity.ts';

/** What lies in a container. */
export interface StoredJson {
  readonly id: string;
  readonly tenantId: string;
  readonly entityId: string;
}

export interface AccountHistory {
  readonly document: StoredJson;
  readonly pages: readonly StoredJson[];
  /** The changes that are still in the document. */
  readonly atHand: number;
  /** The request that made the latest change, and the etag under which it was sent. */
  readonly latest: Past;
  /** The same of the third change: the first that took money. */
  readonly third: Past;
}

export interface Past {
  readonly requestId: Ksuid;
  readonly ifMatch: Etag;
}

export const amount = { amount: '1.00', currency: 'USD' } as const;

const oneDollar = usd(amount.amount);
const firstDeposit = usd('1000000.00');

export interface Birth {
  readonly tenantId: string;
  /** Ids sort by it, to the second. */
  readonly at: Date;
  readonly random: Uint8Array;
}

/** An account that was opened, filled, and then lost a dollar at a time: `changes` of them in all, at least three. */
export function accountDocuments({ tenantId, at, random }: Birth, changes: number): AccountHistory {
  const requests = Array.from({ length: changes }, (_, index) =>
    mintKsuid(new Date(at.getTime() + index * 1000), random),
  );
  const etags = requests.map((_, index) => `"seeded-${index}"` as Etag); // plays the database
  const [first, ...others] = requests;
  if (!first || changes < 3) throw new Error('an account needs three changes at least');

  const opened = openAccount({ owner: 'Ann', currency: oneDollar.currency });
  let entity = created(accountKind, tenantId, opened, intentOf(first, at, 'opened'));
  const pages: Page<AccountDetail>[] = [];
  for (const [index, requestId] of others.entries()) {
    const decision = decide(entity.state, index === 0);
    // What the service computes for a withdrawal of a dollar, so that it can be sent again.
    const print = fingerprint(subject, 'withdraw', {
      id: entity.id,
      amount: oneDollar,
      memo: null,
    });
    const intent = intentOf(requestId, new Date(at.getTime() + (index + 1) * 1000), print);
    const next = changed(entity, etags[index] ?? absent(), decision, intent);
    entity = next.entity;
    if (next.page) pages.push(next.page);
  }
  const past = (version: number): Past => ({
    requestId: requests[version - 1] ?? absent(),
    ifMatch: etags[version - 2] ?? absent(),
  });
  return {
    document: toDocument(accountKind, entity),
    pages: pages.map((page) => toPageDocument({ entity, document: {}, schema: 1 }, page)),
    atHand: entity.changes.length,
    latest: past(changes),
    third: past(3),
  };
}

/** The same account under another id: its past requests cannot be told to have been its own any more. */
export function copyOf(document: StoredJson, requestId: Ksuid): StoredJson {
  const id = entityId(accountKind.prefix, requestId);
  return { ...document, id, entityId: id };
}

function decide(account: Account, isFirst: boolean): Accepted<Account, AccountDetail> {
  const decision = isFirst
    ? deposit(account, { amount: firstDeposit, memo: null })
    : withdraw(account, { amount: oneDollar, memo: null });
  return decision.type === 'Accepted' ? decision : absent();
}

export function orderDocument({ tenantId, at, random }: Birth): StoredJson {
  const requestId = mintKsuid(at, random);
  const line = { sku: 'ESPRESSO-2', description: 'espresso machine, two groups', quantity: 2 };
  const lines = ['499.00', '1200.50', '10000.00'].map((price) => ({
    ...line,
    unitPrice: usd(price),
  }));
  const creation = { customer: 'Carol', currency: oneDollar.currency, lines, note: 'ring twice' };
  const id = entityId(orderKind.prefix, requestId);
  const decision = createOrder(creation, { id, requestId });
  if (decision.type !== 'Accepted') return absent();
  const intent = intentOf(requestId, at, 'created');
  return toDocument(orderKind, created(orderKind, tenantId, decision, intent));
}

function intentOf(requestId: Ksuid, at: Date, print: string): Intent {
  return { requestId, fingerprint: print, by: subject, at: at.toISOString() };
}

function usd(text: string): Money {
  const money = parsePrice({ amount: text, currency: 'USD' }, []);
  return 'minor' in money ? money : absent();
}

function absent(): never {
  throw new Error('the documents to begin with cannot be made');
}
