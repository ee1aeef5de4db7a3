/** A client whose requests are of all kinds, one after the other, round and round. */
import { newRequestId } from '../../src/local/requestId.ts';
import type { Answer, Reply, Request } from '../support/api.ts';
import type { Mutation } from '../support/declared/declared.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  orderQuery,
} from '../support/declared/documents.ts';

export interface Tokens {
  readonly good: string;
  readonly expired: string;
}

interface Held {
  readonly id: string;
  readonly etag: string;
}

const usd = (amount: string) => ({ amount, currency: 'USD' });
const line = { sku: 'tea', description: 'green', quantity: 2, unitPrice: usd('3.50') };

export class MixedClient {
  readonly #send: (request: Request) => Promise<Reply>;
  readonly #tokens: Tokens;
  #sessionToken = '';
  #asked = 0;
  #account: Held = { id: '', etag: '' };
  #order: Held = { id: '', etag: '' };
  #before = '';
  #requestId = '';

  constructor(send: (request: Request) => Promise<Reply>, tokens: Tokens) {
    this.#send = send;
    this.#tokens = tokens;
  }

  /** Sends the next request: what its field was, its error's code, or nothing of both. */
  next(): Promise<string> {
    const kind = this.#kinds[this.#asked % this.#kinds.length];
    this.#asked += 1;
    return kind ? kind() : Promise.resolve('');
  }

  // The first two of a round open what the others are about, so that the database grows while the instance must not.
  readonly #kinds: readonly (() => Promise<string>)[] = [
    () => this.#change('openAccount', { owner: 'carl', currency: 'USD' }),
    () => this.#change('createOrder', { customer: 'carl', currency: 'USD', lines: [line] }),
    ...Array.from({ length: 3 }, () => [
      () => this.#changeAccount('deposit', { amount: usd('1.00') }),
      () => this.#read(accountQuery, { id: this.#account.id }),
      () => this.#changeAccount('deposit', { requestId: this.#requestId, amount: usd('1.00') }),
      () => this.#changeAccount('withdraw', { ifMatch: this.#before, amount: usd('1.00') }),
      () => this.#changeAccount('withdraw', { amount: usd('1000000.00') }),
      () => this.#changeOrder('setOrderNote', { note: 'ring twice' }),
      () => this.#changeOrder('cancelOrder', { ifMatch: this.#before }),
      () => this.#read(orderQuery, { id: this.#order.id }),
      () => this.#read(accountsQuery, { first: 3 }),
      () => this.#read(accountHistoryQuery, { id: this.#account.id, first: 20 }),
      () => this.#read(accountQuery, { id: 'acc_nonsense' }),
      // No two of these are equal: what keeps documents would keep them all.
      () => this.#read(`{ result: viewer { subject } other${this.#asked}: viewer { tenant } }`),
      () => this.#read(`{ result: nobody${this.#asked} }`),
      () => this.#read('{ result: '),
      () => this.#read('{ result: viewer { subject } }', {}, this.#tokens.expired),
    ]).flat(),
  ];

  #changeAccount(mutation: Mutation, input: object): Promise<string> {
    const { id, etag } = this.#account;
    return this.#change(mutation, { id, ifMatch: etag, ...input });
  }

  #changeOrder(mutation: Mutation, input: object): Promise<string> {
    const { id, etag } = this.#order;
    return this.#change(mutation, { id, ifMatch: etag, ...input });
  }

  #change(mutation: Mutation, input: object): Promise<string> {
    const requestId = newRequestId();
    return this.#read(documentOf(mutation), { input: { requestId, ...input } });
  }

  async #read(query: string, variables: object = {}, token = this.#tokens.good): Promise<string> {
    const { status, headers, text } = await this.#send({
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(this.#sessionToken !== '' && { 'x-session-token': this.#sessionToken }),
      },
      body: JSON.stringify({ query, variables }),
    });
    this.#sessionToken = headers.get('x-session-token') ?? this.#sessionToken;
    const { data, errors } = JSON.parse(text) as Partial<Answer>; // GraphQL's own shape
    if (errors) return `${status} ${errors[0].extensions.code}`;
    const {
      __typename: type,
      change,
      account = this.#account,
      order = this.#order,
      replayed,
    } = data.result ?? {};
    if (change && !replayed) {
      this.#requestId = change.requestId;
      this.#before = (account === this.#account ? this.#order : this.#account).etag;
      this.#account = account;
      this.#order = order;
    }
    return replayed ? 'replayed' : (type ?? (data.result ? 'read' : 'nothing'));
  }
}
