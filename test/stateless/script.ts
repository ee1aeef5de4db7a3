/** A day at the order desk in requests: every query and mutation, conflicts, replays, and every way to be refused. */
import type { TokenRequest } from '../../src/local/tokens.ts';
import type { Answer, Request } from '../support/api.ts';
import type { Mutation } from '../support/declared/declared.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  orderHistoryQuery,
  orderQuery,
  ordersQuery,
} from '../support/declared/documents.ts';
import { numbered } from '../support/values.ts';

/** What a step's answer was: the next steps say what they need of it. */
type Data = Answer['data'];

export interface Earlier {
  /** The bearer token of this person. */
  readonly tokenOf: (person: Person) => string;
  /** What the field `result` was in the answer to the step of that name. */
  readonly result: (step: string) => Data;
  readonly sessionToken: (step: string) => string;
}

export interface Step {
  readonly name: string;
  readonly request: (earlier: Earlier) => Request;
}

export const people = {
  manager: { subject: 'mia', roles: ['Manager'] },
  auditor: { subject: 'otto', roles: ['Auditor'] },
  customer: { subject: 'carl', roles: ['Customer'] },
  late: { subject: 'lena', roles: ['Manager'], issuedAt: -7200, expiresIn: -3600 },
} as const satisfies Readonly<Record<string, Omit<TokenRequest, 'tenant'>>>;

export type Person = keyof typeof people;

interface More {
  readonly by?: Person;
  readonly headers?: (earlier: Earlier) => Readonly<Record<string, string>>;
}

function ask(
  name: string,
  query: string,
  variables: (earlier: Earlier) => object = () => ({}),
  { by = 'manager', headers = () => ({}) }: More = {},
): Step {
  return {
    name,
    request: (earlier) => ({
      headers: {
        authorization: `Bearer ${earlier.tokenOf(by)}`,
        'content-type': 'application/json',
        ...headers(earlier),
      },
      body: JSON.stringify({ query, variables: variables(earlier) }),
    }),
  };
}

/** Numbers above those that the steps name themselves. */
const counted = { changes: 100 };

function change(
  name: string,
  mutation: Mutation,
  input: (earlier: Earlier) => object,
  more: More = {},
): Step {
  counted.changes += 1;
  const requestId = numbered(counted.changes);
  const variables = (earlier: Earlier) => ({ input: { requestId, ...input(earlier) } });
  return ask(name, documentOf(mutation), variables, more);
}

function raw(name: string, request: Request): Step {
  return { name, request: () => request };
}

const usd = (amount: string) => ({ amount, currency: 'USD' });
const account = `acc_${numbered(1)}`;
const order = `ord_${numbered(2)}`;
const tea = { sku: 'tea', description: 'green', quantity: 2, unitPrice: usd('3.50') };

const onAccount = (step: string, more: object) => (earlier: Earlier) => {
  const { account: shown, current } = earlier.result(step);
  return { id: account, ifMatch: (shown ?? current).etag, ...more };
};

const onOrder = (step: string, more: object) => (earlier: Earlier) => {
  const { order: shown, current } = earlier.result(step);
  return { id: order, ifMatch: (shown ?? current).etag, ...more };
};

const accounts: readonly Step[] = [
  change('opened', 'openAccount', () => ({
    requestId: numbered(1),
    owner: 'carl',
    currency: 'USD',
  })),
  change('opened again', 'openAccount', () => ({
    requestId: numbered(1),
    owner: 'carl',
    currency: 'USD',
  })),
  change('opened otherwise', 'openAccount', () => ({
    requestId: numbered(1),
    owner: 'dora',
    currency: 'USD',
  })),
  change('opened without a name', 'openAccount', () => ({ owner: 'dora', currency: 'EUR' })),
  change('opened in no currency', 'openAccount', () => ({ owner: 'dora', currency: 'XXX' })),
  change(
    'deposited',
    'deposit',
    onAccount('opened', { requestId: numbered(3), amount: usd('100.00') }),
  ),
  change('withdrawn', 'withdraw', onAccount('deposited', { amount: usd('60.00') })),
  change('withdrawn too late', 'withdraw', onAccount('deposited', { amount: usd('60.00') })),
  change('withdrawn too much', 'withdraw', onAccount('withdrawn', { amount: usd('60.00') })),
  change(
    'withdrawn upon others',
    'withdraw',
    onAccount('deposited', { amount: usd('10.00'), onConflict: 'REAPPLY' }),
  ),
  change(
    'deposited again',
    'deposit',
    onAccount('opened', { requestId: numbered(3), amount: usd('100.00') }),
  ),
  change(
    'deposited otherwise',
    'deposit',
    onAccount('opened', { requestId: numbered(3), amount: usd('100.01') }),
  ),
  change('deposited late', 'deposit', onAccount('opened', { amount: usd('0.50'), memo: 'found' })),
  change(
    'deposited in another currency',
    'deposit',
    onAccount('deposited late', { amount: { amount: '1.00', currency: 'EUR' } }),
  ),
  change('deposited nothing', 'deposit', onAccount('deposited late', { amount: usd('0.00') })),
  change('deposited nowhere', 'deposit', (earlier) => ({
    ...onAccount('deposited late', { amount: usd('1.00') })(earlier),
    id: `acc_${numbered(99)}`,
  })),
  change('closed too early', 'closeAccount', onAccount('deposited late', {})),
  change('emptied', 'withdraw', onAccount('deposited late', { amount: usd('30.50') })),
  change('closed', 'closeAccount', onAccount('emptied', {})),
  change('deposited after that', 'deposit', onAccount('closed', { amount: usd('1.00') })),
];

const orders: readonly Step[] = [
  change('created', 'createOrder', () => ({
    requestId: numbered(2),
    customer: 'carl',
    currency: 'USD',
    lines: [tea],
  })),
  change('line added', 'addOrderLine', onOrder('created', { line: { ...tea, sku: 'milk' } })),
  change('line changed too late', 'changeOrderLine', (earlier) => ({
    ...onOrder('created', { quantity: 3 })(earlier),
    lineId: earlier.result('created').order.lines[0].id,
  })),
  change('line changed', 'changeOrderLine', (earlier) => ({
    ...onOrder('line added', { quantity: 3 })(earlier),
    lineId: earlier.result('created').order.lines[0].id,
  })),
  change(
    'no such line',
    'removeOrderLine',
    onOrder('line changed', { lineId: numbered(98), onConflict: 'REAPPLY' }),
  ),
  change('line removed', 'removeOrderLine', (earlier) => ({
    ...onOrder('line changed', {})(earlier),
    lineId: earlier.result('created').order.lines[0].id,
  })),
  change('note set', 'setOrderNote', onOrder('created', { note: 'ring twice' })),
  change(
    'note refused',
    'setOrderNote',
    onOrder('created', { note: 'ring once', onConflict: 'REJECT' }),
  ),
  change('placed', 'placeOrder', onOrder('note set', {})),
  change('line added too late', 'addOrderLine', onOrder('placed', { line: tea })),
  change('cancelled too late', 'cancelOrder', onOrder('note set', {})),
  change('cancelled', 'cancelOrder', onOrder('placed', {})),
  change('placed after that', 'placeOrder', onOrder('cancelled', {})),
  change('empty', 'createOrder', () => ({
    requestId: numbered(4),
    customer: 'dora',
    currency: 'USD',
    lines: [],
  })),
  change('placed empty', 'placeOrder', (earlier) => ({
    id: `ord_${numbered(4)}`,
    ifMatch: earlier.result('empty').order.etag,
  })),
  change('customer adds', 'addOrderLine', onOrder('cancelled', { line: tea }), { by: 'customer' }),
];

const reads: readonly Step[] = [
  ask('viewer', '{ result: viewer { subject permissions tokenExpiresAt } }'),
  ask('node', 'query ($id: ID!) { result: node(id: $id) { __typename id } }', () => ({
    id: account,
  })),
  ask('nodes', 'query ($ids: [ID!]!) { result: nodes(ids: $ids) { __typename id } }', () => ({
    ids: [order, account, 'acc_nonsense', `ord_${numbered(97)}`],
  })),
  ask('account', accountQuery, () => ({ id: account })),
  ask('account of nobody', accountQuery, () => ({ id: `acc_${numbered(97)}` })),
  ask('order', orderQuery, () => ({ id: order })),
  ask('accounts', accountsQuery, () => ({ first: 1 })),
  ask('more accounts', accountsQuery, (earlier) => ({
    first: 1,
    after: earlier.result('accounts').pageInfo.endCursor,
  })),
  ask('orders', ordersQuery),
  ask('cancelled orders', ordersQuery, () => ({ filter: { status: 'CANCELLED' } })),
  ask('account history', accountHistoryQuery, () => ({ id: account, first: 3 })),
  ask('more account history', accountHistoryQuery, (earlier) => ({
    id: account,
    first: 3,
    after: earlier.result('account history').history.pageInfo.endCursor,
  })),
  ask('order history', orderHistoryQuery, () => ({ id: order })),
  ask('order with a session token', orderQuery, () => ({ id: order }), {
    headers: ({ sessionToken }) => ({ 'x-session-token': sessionToken('cancelled') }),
  }),
  ask('orders of a customer', ordersQuery, () => ({}), { by: 'customer' }),
  ask('accounts for an auditor', accountsQuery, () => ({}), { by: 'auditor' }),
  ask('bad cursor', accountsQuery, () => ({ after: 'nonsense' })),
  ask('too many', accountsQuery, () => ({ first: 101 })),
];

const json = { 'content-type': 'application/json' };

const refused: readonly Step[] = [
  change('forbidden', 'openAccount', () => ({ owner: 'dora', currency: 'USD' }), { by: 'auditor' }),
  ask('token too old', '{ result: viewer { subject } }', () => ({}), { by: 'late' }),
  ask('bad session token', '{ result: viewer { subject } }', () => ({}), {
    headers: () => ({ 'x-session-token': 'nonsense!' }),
  }),
  ask('no such field', '{ result: viewer { password } }'),
  ask('no document', '{ result: '),
  ask('bad variable', accountQuery, () => ({ id: 7.5 })),
  ask('too large', `{ ${'viewer { subject } '.repeat(1500)} }`),
  raw('no token', { headers: json, body: '{"query":"{ viewer { subject } }"}' }),
  raw('health', { method: 'GET', path: '/graphql/health' }),
  raw('another method', { method: 'PUT', headers: json, body: '{}' }),
];

export const script: readonly Step[] = [...accounts, ...orders, ...reads, ...refused];
