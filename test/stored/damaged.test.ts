/** What is stored is parsed, not believed: what is damaged is neither shown nor changed nor done twice, and is told to the log. */
import { beforeAll, describe, expect, test } from 'vitest';
import { newTenant, openApi, signIn } from '../support/api.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
  orderQuery,
  ordersQuery,
} from '../support/declared/documents.ts';
import {
  createOrder,
  depositTimes,
  failureOf,
  line,
  mutate,
  newRequestId,
  openAccount,
  type Result,
  usd,
} from '../support/mutations.ts';
import { allStored, store } from '../support/stored.ts';
import { expectComplete } from '../support/wire.ts';

const facts = {
  account: {
    container: 'accounts',
    query: accountQuery,
    list: accountsQuery,
    fields: 'owner status balance { amount }',
    mutation: 'deposit',
    input: { amount: usd('1.00') },
  },
  order: {
    container: 'orders',
    query: orderQuery,
    list: ordersQuery,
    fields: 'customer status note total { amount } lines { sku }',
    mutation: 'setOrderNote',
    input: { note: 'soon' },
  },
} as const;

type Name = keyof typeof facts;

/** Documents as this code writes them. */
interface Sound {
  readonly account: Result;
  readonly order: Result;
  /** An account, its page, and requests whose changes are in that. */
  readonly long: {
    readonly account: Result;
    readonly page: Result;
    readonly opening: object;
    readonly old: object;
  };
}

/** Each test damages a copy, in a tenant of its own. */
let sound: Sound;

beforeAll(async () => {
  const send = await openApi();
  const open = async () => {
    const tenant = newTenant();
    return { tenant, ann: await signIn(send, { tenant }) };
  };
  const short = await open();
  await depositTimes(short.ann, await openAccount(short.ann, '30.00'), 1);
  const created = await createOrder(short.ann);
  const { id, etag: ifMatch } = created;
  await mutate(short.ann, 'addOrderLine', { id, ifMatch, line: line('saucer') });
  await mutate(short.ann, 'setOrderNote', { id, ifMatch, note: 'late' });

  const { tenant, ann } = await open();
  const opening = { owner: 'carol', currency: 'USD', requestId: newRequestId() };
  const opened = (await mutate(ann, 'openAccount', opening)).account;
  const old = {
    requestId: newRequestId(),
    amount: usd('1.00'),
    id: opened.id,
    ifMatch: opened.etag,
  };
  await depositTimes(ann, (await mutate(ann, 'deposit', old)).account, 40);
  const long = await allStored('accounts', tenant);
  sound = {
    account: (await allStored('accounts', short.tenant))[0],
    order: (await allStored('orders', short.tenant))[0],
    long: {
      account: long.find(({ kind }) => kind === 'account'),
      page: long.find(({ kind }) => kind === 'page'),
      opening,
      old,
    },
  };
});

/** Ann, alone in a tenant that has these documents. */
async function openDesk(name: Name, ...documents: readonly Result[]) {
  const { container } = facts[name];
  const tenant = newTenant();
  await store(container, tenant, documents);
  const log: string[] = [];
  const send = await openApi({ log: (line) => log.push(line) });
  const before = await allStored(container, tenant);
  return {
    ann: await signIn(send, { tenant }),
    log,
    before,
    lying: () => allStored(container, tenant),
    /** The etag of a document now. */
    etagOf: (id: string): string => before.find((document) => document.id === id)._etag,
  };
}

/**
 * What is wrong, where, and what is there: made of what was there, if it is a function, and nothing at all, if it is
 * undefined. The log tells the place, or `told`. Values have a mark that the log must not have.
 */
type Damage = readonly [what: string, place: string, value: unknown, told?: string];

const mark = 47114711;
const secret = `secret ${mark}`;

function damage(document: Result, [, place, value]: Damage): Result {
  const copy = structuredClone(document);
  const names = place.split('.');
  const last = names.pop() ?? '';
  const around = names.reduce((inner, name) => inner[name], copy);
  around[last] = typeof value === 'function' ? value(around[last]) : value;
  return copy;
}

/** A client learns nothing, and an operator which document it is and where it is damaged. */
function expectFailed(
  answer: Parameters<typeof failureOf>[0],
  log: string[],
  id: string,
  told: string,
): void {
  expectComplete(answer);
  expect(failureOf(answer)).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  expect(answer.errors[0].message).toBe('Unexpected error.');
  const lines = log.splice(0);
  expect(lines).toHaveLength(1);
  const [, which, where] =
    /the document (\S+) in \S+ \S+ "\w+" is wrong: (\S+)/.exec(lines[0] ?? '') ?? [];
  expect([which, where]).toEqual([id, told]);
  expect(lines[0]).not.toMatch(/secret|47114711|carol/);
}

const money = (place: string): readonly Damage[] => [
  ['that is a text', `${place}.minor`, String(mark)],
  ['with a fraction', `${place}.minor`, mark + 0.5],
  ['below zero', `${place}.minor`, -mark],
  ['above all bounds', `${place}.minor`, mark * 1e9],
  ['without an amount', `${place}.minor`, undefined],
  ['whose amount is null', `${place}.minor`, null],
  ['of a currency that there is not', `${place}.currency`, secret],
  ['of a currency in small letters', `${place}.currency`, 'usd'],
  ['without a currency', `${place}.currency`, undefined],
  ['that is a number', place, mark],
  ['that is null', place, null],
  ['that is not there', place, undefined],
];

const inAny = (owner: string): readonly Damage[] => [
  [`a state that is null`, 'state', null],
  [`a state that is not there`, 'state', undefined],
  [`a state that is a text`, 'state', secret],
  [`a status that there is not`, 'state.status', secret],
  [`no status`, 'state.status', undefined],
  [`no ${owner}`, `state.${owner}`, undefined],
  [`a thing for its ${owner}`, `state.${owner}`, { secret }],
  [`null for its ${owner}`, `state.${owner}`, null],
  ['version 0', 'version', 0],
  ['a version that is a text', 'version', String(mark)],
  ['a version with a fraction', 'version', mark + 0.5],
  ['no version', 'version', undefined],
  ['a version one too high', 'version', (version: number) => version + 1, 'changes'],
  ['a version one too low', 'version', (version: number) => version - 1, 'changes'],
  ['a version far too high', 'version', mark, 'changes'],
  ['a creation at no time', 'createdAt', secret],
  ['a creation on a day', 'createdAt', '2026-03-01'],
  ...['13-01T00:00:00', '00-01T00:00:00', '01-32T00:00:00', '01-00T00:00:00', '01-01T24:00:00'].map(
    (time): Damage => [`a creation at ${time}`, 'createdAt', `2026-${time}.000Z`],
  ),
  ['a creation in a minute that there is not', 'createdAt', '2026-01-01T00:60:00.000Z'],
  ['a creation in a second that there is not', 'createdAt', '2026-01-01T00:00:60.000Z'],
  ['a creation at a number', 'createdAt', mark],
  ['no creation', 'createdAt', undefined],
  ['nobody who created it', 'createdBy', undefined],
  ['a thing that created it', 'createdBy', { secret }],
  ['no list of changes', 'changes', undefined],
  ['a text for its changes', 'changes', secret],
  ['a text as long as its changes', 'changes', 'abc'],
  ['an empty list of changes', 'changes', []],
  ['a change less', 'changes', (changes: Result[]) => changes.toSpliced(1, 1)],
  ['a change more', 'changes', (changes: Result[]) => [...changes, changes[2]]],
  ['a newest paged that is no KSUID', 'newestPaged', secret],
  ['a newest paged in a list', 'newestPaged', [newRequestId()]],
  ['no newest paged', 'newestPaged', undefined],
  ['a newest paged and no page', 'newestPaged', newRequestId(), 'changes'],
  ['a format that is a text', 'schema', String(mark)],
  ['the format 0', 'schema', 0],
  ['a format below zero', 'schema', -mark],
  ['a format with a fraction', 'schema', mark + 0.5],
  ['null for its format', 'schema', null],
];

const inOrders: readonly Damage[] = [
  ['null for its lines', 'state.lines', null],
  ['no lines', 'state.lines', undefined],
  ['a thing for its lines', 'state.lines', { secret }],
  ['a line that is null', 'state.lines.1', null],
  ['a line that is a text', 'state.lines.1', secret],
  ['a line without an id', 'state.lines.1.id', undefined],
  ['a line whose id is no KSUID', 'state.lines.1.id', secret],
  ['a line without a sku', 'state.lines.1.sku', undefined],
  ['a line whose sku is a number', 'state.lines.1.sku', mark],
  ['a line without a description', 'state.lines.1.description', undefined],
  ['a line whose description is a number', 'state.lines.1.description', mark],
  ['a line whose quantity is a text', 'state.lines.1.quantity', String(mark)],
  ['a line whose quantity is 0', 'state.lines.1.quantity', 0],
  ['a line whose quantity has a fraction', 'state.lines.1.quantity', 1.5],
  ['a line whose quantity is above all bounds', 'state.lines.1.quantity', mark],
  ['a line without a quantity', 'state.lines.1.quantity', undefined],
  [
    'a line that costs more than there may be',
    'state.lines.1.unitPrice.minor',
    1e15,
    'state.lines.1',
  ],
  ['a thing for its note', 'state.note', { secret }],
  ['no note, not even null', 'state.note', undefined],
];

const named = (what: string, damages: readonly Damage[]): Damage[] =>
  damages.map(([how, ...rest]) => [`${what} ${how}`, ...rest]);

const inDocuments: readonly (readonly [Name, Damage])[] = [
  ...[...inAny('owner'), ...named('a balance', money('state.balance'))].map(
    (one) => ['account', one] as const,
  ),
  ...[
    ...inAny('customer'),
    ...named('a total', money('state.total')),
    ...inOrders,
    ...named('a line at a price', money('state.lines.1.unitPrice')),
  ].map((one) => ['order', one] as const),
];

const cases = (damages: readonly (readonly [Name, Damage])[]) =>
  damages.map(([name, one]) => ({ name, what: one[0], told: one[3] ?? one[1], one }));

describe('an entity that is sound', () => {
  test.each(['account', 'order'] as const)('is shown and changed: %s', async (name) => {
    const { query, mutation, input } = facts[name];
    const { id } = sound[name];
    const { ann, etagOf } = await openDesk(name, sound[name]);
    expect((await ann(query, { id })).data.result).toMatchObject({ id, version: 3 });
    const change = { id, ifMatch: etagOf(id), ...input };
    expect(await mutate(ann, mutation, change)).toMatchObject({ change: { version: 4 } });
  });

  test('is told with its page', async () => {
    const { account, page, opening, old } = sound.long;
    const { ann, before, lying, etagOf } = await openDesk('account', account, page);
    const { data } = await ann(accountHistoryQuery, { id: account.id, first: 100 });
    expect(data.result.history.edges).toHaveLength(42);
    expect(await mutate(ann, 'openAccount', opening)).toMatchObject({ replayed: true });
    const again = { ...old, ifMatch: etagOf(account.id) };
    expect(await mutate(ann, 'deposit', again)).toMatchObject({ replayed: true });
    expect(await lying()).toEqual(before);
  });
});

test.each(cases(inDocuments))(
  'an $name with $what is neither shown nor changed',
  async ({ name, told, one }) => {
    const { query, mutation, input } = facts[name];
    const { id, changes } = sound[name];
    const { ann, log, before, lying, etagOf } = await openDesk(name, damage(sound[name], one));
    expectFailed(await ann(query, { id }), log, id, told);
    expectFailed(await ann('query ($id: ID!) { node(id: $id) { id } }', { id }), log, id, told);
    for (const ifMatch of [etagOf(id), changes[2].baseEtag]) {
      const change = { id, ifMatch, ...input };
      expectFailed(await ann(documentOf(mutation), { input: change }), log, id, told);
    }
    expect(await lying()).toEqual(before);
  },
);

/** Of 42 changes, as many as there may be at hand with this version and these pages, or not. */
test.each<readonly [what: string, from: number, to: number, more: object]>([
  ['more than that', 0, 32, { newestPaged: null }],
  ['fewer than fill a page, after pages', 32, 42, {}],
  ['some of a page', 20, 42, {}],
  ['none before them, though some moved', 0, 20, {}],
])('an account with %s is neither shown nor changed', async (_what, from, to, more) => {
  const { account, page } = sound.long;
  const { id } = account;
  const changes = [...page.changes, ...account.changes].slice(from, to);
  const wrong = { ...account, version: to, changes, ...more };
  const { ann, log, before, lying, etagOf } = await openDesk('account', wrong, page);
  expectFailed(await ann(accountQuery, { id }), log, id, 'changes');
  const input = { id, ifMatch: etagOf(id), amount: usd('1.00') };
  expectFailed(await ann(documentOf('deposit'), { input }), log, id, 'changes');
  expect(await lying()).toEqual(before);
});

/** In the second of three changes. */
const inAnyChange: readonly Damage[] = [
  ['of a kind that there is not', 'changes.1.kind', secret],
  [
    'of a kind that only others have',
    'changes.1.kind',
    (kind: string) => (kind === 'DEPOSITED' ? 'PLACED' : 'DEPOSITED'),
  ],
  ['of no kind', 'changes.1.kind', undefined],
  ['that is null', 'changes.1', null],
  ['that is a text', 'changes.1', secret],
  ['without a requestId', 'changes.1.requestId', undefined],
  ['whose requestId is no KSUID', 'changes.1.requestId', secret],
  ['without a fingerprint', 'changes.1.fingerprint', undefined],
  ['whose fingerprint is a number', 'changes.1.fingerprint', mark],
  ['at no time', 'changes.1.at', secret],
  ['at a number', 'changes.1.at', mark],
  ['by nobody', 'changes.1.by', undefined],
  ['by a thing', 'changes.1.by', { secret }],
  ['on top of a number', 'changes.1.baseEtag', mark],
  ['on top of nothing', 'changes.1.baseEtag', null, 'changes.1'],
  ['whose version is a text', 'changes.1.version', String(mark)],
  ['of another version', 'changes.1.version', 3, 'changes.1'],
  [
    'of a request that made another',
    'changes',
    ([one, two, three]: Result[]) => [one, two, { ...three, requestId: two.requestId }],
    'changes',
  ],
  ['out of order', 'changes', ([one, two, three]: Result[]) => [two, one, three], 'changes.0'],
];

const some = { minor: mark, currency: 'USD' };
const added = {
  line: { id: newRequestId(), sku: 'cup', description: 'A cup', quantity: 1, unitPrice: some },
  total: some,
};
const moved = { amount: some, balance: some, memo: null };

/** What each kind of change remembers. */
const remembered: readonly (readonly [Name, kind: string, detail: object])[] = [
  ['account', 'OPENED', { balance: some }],
  ['account', 'DEPOSITED', moved],
  ['account', 'WITHDREW', moved],
  ['account', 'CLOSED', { balance: some }],
  ['order', 'CREATED', { total: some }],
  ['order', 'LINE_ADDED', added],
  ['order', 'LINE_CHANGED', added],
  ['order', 'LINE_REMOVED', added],
  ['order', 'NOTE_SET', { note: null, total: some }],
  ['order', 'PLACED', { total: some }],
  ['order', 'CANCELLED', { total: some }],
];

const inDetails = remembered.flatMap(([name, kind, detail]) =>
  Object.keys(detail).map((field): readonly [Name, Damage] => {
    const toWrong = ({ requestId, fingerprint, version, at, by, baseEtag }: Result) => ({
      ...detail,
      [field]: mark,
      kind,
      requestId,
      fingerprint,
      version,
      at,
      by,
      baseEtag,
    });
    return [
      name,
      [`${kind} with a number for its ${field}`, 'changes.1', toWrong, `changes.1.${field}`],
    ];
  }),
);

const inChanges: readonly (readonly [Name, Damage])[] = [
  ...inDetails,
  ...inAnyChange.flatMap((one) => [['account', one] as const, ['order', one] as const]),
  ...[
    ...named('of an amount', money('changes.1.amount')),
    ...named('with a balance', money('changes.1.balance')),
    ['with a thing for its memo', 'changes.1.memo', { secret }] as const,
    ['with no memo, not even null', 'changes.1.memo', undefined] as const,
    ['that created it on top of another', 'changes.0.baseEtag', secret, 'changes.0'] as const,
  ].map((one) => ['account', one] as const),
  ...[
    ...named('with a total', money('changes.1.total')),
    ...named('of a line at a price', money('changes.1.line.unitPrice')),
    ['without its line', 'changes.1.line', undefined] as const,
    ['of a line whose quantity is a text', 'changes.1.line.quantity', String(mark)] as const,
  ].map((one) => ['order', one] as const),
];

test.each(cases(inChanges))(
  'an $name with a change $what is shown without its changes, and not changed',
  async ({ name, told, one }) => {
    const { fields, mutation, input } = facts[name];
    const { id, changes } = sound[name];
    const { ann, log, before, lying, etagOf } = await openDesk(name, damage(sound[name], one));
    const ask = (more = '') =>
      ann(`query ($id: ID!) { result: ${name}(id: $id) { version ${fields} ${more} } }`, { id });
    const { data, errors } = await ask();
    expect(errors).toBeUndefined();
    expect(data.result).toMatchObject({ version: 3 });

    const history = await ask('history { edges { node { version } } }');
    expectFailed(history, log, id, told);
    expect(history.data.result).toEqual({ ...data.result, history: null });

    const etag = JSON.stringify(changes[2].baseEtag);
    const since = `changesSince(etag: ${etag}) { changes { version } }`;
    expectFailed(await ask(since), log, id, told);

    for (const ifMatch of [etagOf(id), changes[2].baseEtag]) {
      const change = { id, ifMatch, ...input };
      expectFailed(await ann(documentOf(mutation), { input: change }), log, id, told);
    }
    expect(await lying()).toEqual(before);
  },
);

test.each(['account', 'order'] as const)(
  'an %s with a last change by nobody is shown without who changed it last, and not changed',
  async (name) => {
    const { fields, mutation, input } = facts[name];
    const { id } = sound[name];
    const told = 'changes.2.by';
    const broken = damage(sound[name], ['', told, undefined]);
    const { ann, log, before, lying, etagOf } = await openDesk(name, broken);
    const ask = (asked: string) =>
      ann(`query ($id: ID!) { result: ${name}(id: $id) { ${asked} } }`, { id });
    const { data, errors } = await ask(`version ${fields}`);
    expect(errors).toBeUndefined();
    expect(data.result).toMatchObject({ version: 3 });
    expectFailed(await ask('updatedAt'), log, id, told);
    expectFailed(await ask('updatedBy'), log, id, told);
    const change = { id, ifMatch: etagOf(id), ...input };
    expectFailed(await ann(documentOf(mutation), { input: change }), log, id, told);
    expect(await lying()).toEqual(before);
  },
);

test.each(['account', 'order'] as const)(
  'an %s that is damaged is null among the nodes that are asked for, and the others stay',
  async (name) => {
    const one = sound[name];
    const other = one.id.slice(0, 4) + newRequestId();
    const broken = damage(one, ['', 'state.status', secret]);
    const { ann, log } = await openDesk(name, broken, { ...one, id: other, entityId: other });
    const query = 'query ($ids: [ID!]!) { viewer { tenant } nodes(ids: $ids) { id } }';
    const answer = await ann(query, { ids: [one.id, other] });
    expectFailed(answer, log, one.id, 'state.status');
    expect(answer.data.nodes).toEqual([null, { id: other }]);
  },
);

describe('in a list', () => {
  /** The sound one three times, newest first, and the one in the middle is damaged. */
  async function openThree(name: Name, toDamaged: (document: Result) => Result) {
    const prefix = sound[name].id.slice(0, 4);
    const ids = [1, 2, 3]
      .map(() => prefix + newRequestId())
      .toSorted()
      .toReversed();
    const [first, middle, last] = ids.map((id) => ({ ...sound[name], id, entityId: id }));
    return { ...(await openDesk(name, first, toDamaged(middle), last)), ids };
  }

  const damages: readonly (readonly [Name, Damage])[] = [
    ['account', ['a balance that is a text', 'state.balance.minor', String(mark)]],
    ['account', ['no owner', 'state.owner', undefined]],
    ['account', ['an empty list of changes', 'changes', []]],
    ['account', ['a text for its changes', 'changes', secret]],
    ['account', ['a change less', 'changes', (changes: Result[]) => changes.toSpliced(1, 1)]],
    ['account', ['a last change of another version', 'changes.2.version', 2, 'changes.2']],
    ['account', ['a last change by nobody', 'changes.2.by', undefined]],
    ['account', ['the format 0', 'schema', 0]],
    ['order', ['a status that there is not', 'state.status', secret]],
    ['order', ['a line that is null', 'state.lines.1', null]],
    ['order', ['version 0', 'version', 0]],
  ];

  test.each(cases(damages))(
    'an $name with $what is null in its place, and the list goes on',
    async ({ name, one, told }) => {
      const { ann, log, ids } = await openThree(name, (document) => damage(document, one));
      const { list } = facts[name];
      const [, middle = ''] = ids;
      const answer = await ann(list);
      expectFailed(answer, log, middle, told);
      expect(answer.errors[0].path.slice(0, 4)).toEqual(['result', 'edges', 1, 'node']);
      const { edges, pageInfo } = answer.data.result;
      expect(edges).toMatchObject([
        { node: { id: ids[0] } },
        { node: null },
        { node: { id: ids[2] } },
      ]);
      expect(pageInfo).toMatchObject({ hasNextPage: false, endCursor: edges[2].cursor });

      // One after the other: the cursor of the damaged one leads on.
      let after: string | undefined;
      for (const edge of edges) {
        const { data } = await ann(list, { first: 1, after });
        expect(data.result.edges).toEqual([edge]);
        after = data.result.pageInfo.endCursor;
      }
      expect(after).toBe(edges[2].cursor);
    },
  );

  test("an account in another's partition is null in its place", async () => {
    const { ann, log, ids } = await openThree('account', (document) => ({
      ...document,
      entityId: `acc_${newRequestId()}`,
    }));
    const answer = await ann(accountsQuery);
    expect(failureOf(answer)).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(answer.data.result.edges).toMatchObject([
      { node: { id: ids[0] } },
      { node: null },
      { node: { id: ids[2] } },
    ]);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain(ids[1]);
  });
});

describe('a page', () => {
  const another = newRequestId();

  /** The request to be sent again made the second change of the page. */
  const damages: readonly Damage[] = [
    ['without its requestIds', 'requestIds', undefined],
    ['with null for its requestIds', 'requestIds', null],
    ['with a text for its requestIds', 'requestIds', secret],
    ['whose requestIds are emptied', 'requestIds', []],
    ['that lacks the requestId', 'requestIds', (ids: string[]) => ids.toSpliced(1, 1)],
    ['that lacks another requestId', 'requestIds', (ids: string[]) => ids.toSpliced(9, 1)],
    ['with a requestId more', 'requestIds', (ids: string[]) => [...ids, another]],
    ['with another requestId', 'requestIds.1', another],
    ['with another requestId elsewhere', 'requestIds.9', another],
    ['with a requestId that is no KSUID', 'requestIds.9', secret],
    [
      'whose requestIds are out of order',
      'requestIds',
      (ids: string[]) => ids.toReversed(),
      'requestIds.0',
    ],
    ['of another number', 'number', 1],
    ['of a number that is a text', 'number', '0'],
    ['without a number', 'number', undefined],
    ['with a change less', 'changes', (changes: Result[]) => changes.slice(0, 15)],
    ['with a change more', 'changes', (changes: Result[]) => [...changes, changes[15]]],
    ['without its changes', 'changes', undefined],
    ['whose change has another version', 'changes.1.version', 3, 'changes.1'],
    ['whose change has no version', 'changes.1.version', undefined],
    [
      'whose changes are out of order',
      'changes',
      ([one, two, ...more]: Result[]) => [two, one, ...more],
      'changes.0',
    ],
    ['whose change has another requestId', 'changes.1.requestId', another, 'requestIds.1'],
    ['whose change is of a kind that there is not', 'changes.1.kind', secret],
    ['whose change has no fingerprint', 'changes.1.fingerprint', undefined],
    ['whose other change is by nobody', 'changes.9.by', undefined],
    ...named('whose change has an amount', money('changes.1.amount')),
    ['of a format that is a text', 'schema', String(mark)],
    ['of the format 0', 'schema', 0],
  ];

  test.each(cases(damages.map((one) => ['account', one] as const)))(
    '$what is not told, and its requests are not done twice',
    async ({ one, told }) => {
      const { account, page, old, opening } = sound.long;
      const { id } = account;
      const { ann, log, before, lying, etagOf } = await openDesk(
        'account',
        account,
        damage(page, one),
      );
      const history = await ann(accountHistoryQuery, { id, first: 100 });
      expectFailed(history, log, page.id, told);
      expect(history.data.result).toEqual({ id, version: 42, history: null });

      // Under the newest etag nothing else keeps it from being done again.
      const input = { ...old, ifMatch: etagOf(id) };
      expectFailed(await ann(documentOf('deposit'), { input }), log, page.id, told);
      expectFailed(await ann(documentOf('openAccount'), { input: opening }), log, page.id, told);
      expect(await lying()).toEqual(before);
    },
  );

  test('of other changes that lies where one has to be written keeps the entity as it is', async () => {
    const { account, page } = sound.long;
    const { id } = account;
    // The account before its page was written: as many changes at hand as there may be.
    const changes = [...page.changes, ...account.changes].slice(0, 31);
    const { balance } = changes[30];
    const full = {
      ...account,
      version: 31,
      changes,
      newestPaged: null,
      state: { ...account.state, balance },
    };
    const input = { id, amount: usd('1.00') };

    const empty = await openDesk('account', full, { ...page, requestIds: [], changes: [] });
    const sent = { ...input, ifMatch: empty.etagOf(id) };
    const answer = await empty.ann(documentOf('deposit'), { input: sent });
    expectFailed(answer, empty.log, page.id, 'requestIds');
    expect(await empty.lying()).toEqual(empty.before);

    // Sound, but of another entity's life.
    const other = await openDesk('account', full, {
      ...page,
      requestIds: page.requestIds.with(9, another),
      changes: page.changes.with(9, { ...page.changes[9], requestId: another }),
    });
    const again = { ...input, ifMatch: other.etagOf(id) };
    const { code } = failureOf(await other.ann(documentOf('deposit'), { input: again }));
    expect(code).toBe('INTERNAL_SERVER_ERROR');
    expect(other.log).toEqual([
      expect.stringMatching(`page 0 of ${id} in the container "accounts" has other changes`),
    ]);
    expect(await other.lying()).toEqual(other.before);

    const right = await openDesk('account', full, page);
    const accepted = await mutate(right.ann, 'deposit', { ...input, ifMatch: right.etagOf(id) });
    expect(accepted).toMatchObject({ change: { version: 32 } });
  });

  test('that is damaged stops neither the latest history nor a new change', async () => {
    const { account, page } = sound.long;
    const { id } = account;
    const broken = damage(page, ['', 'changes.9.by', undefined]);
    const { ann, etagOf } = await openDesk('account', account, broken);
    const { data, errors } = await ann(accountHistoryQuery, { id, first: 26 });
    expect(errors).toBeUndefined();
    expect(data.result.history.edges).toHaveLength(26);
    const input = { id, ifMatch: etagOf(id), amount: usd('1.00') };
    expect(await mutate(ann, 'deposit', input)).toMatchObject({ change: { version: 43 } });
  });
});
