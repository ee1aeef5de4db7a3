/** When Cosmos DB cannot or will not answer: what a client is told, and never that something is not there. */
import { describe, expect, test, vi } from 'vitest';
import { openApi, signIn } from '../support/api.ts';
import { type Action, cutBefore, pass, reply } from '../support/cosmos/actions.ts';
import { startCosmosProxy } from '../support/cosmos/proxy.ts';
import type { RequestMatch } from '../support/cosmos/requests.ts';
import {
  accountHistoryQuery,
  accountQuery,
  accountsQuery,
  documentOf,
} from '../support/declared/documents.ts';
import { unknownOutcomes } from '../support/outcomes.ts';
import {
  changesOf,
  deposit,
  depositTimes,
  failureOf,
  mutate,
  newRequestId,
  openAccount,
  read,
  type Result,
  usd,
} from '../support/mutations.ts';
import { openRace, type Race, wire } from '../support/race.ts';

test('a request works when all connections have died, and none of them was told', async () => {
  await using race = await openRace();
  const { alice, proxy } = race;
  const account = await openAccount(alice);
  const connections = new Set<object>();
  const all = Promise.withResolvers<void>();
  const end = proxy.every({ kind: 'read' }, async (exchange) => {
    connections.add(exchange.connection);
    if (connections.size === 8) all.resolve();
    await all.promise;
    await pass(exchange);
  });
  await Promise.all(Array.from({ length: 8 }, () => read(alice, account.id)));
  end();

  // A router in between has forgotten them: the next packet is answered with a reset.
  proxy.every({}, (exchange) =>
    connections.has(exchange.connection) ? exchange.cut() : pass(exchange),
  );
  const { id, version } = await read(alice, account.id);
  expect({ id, version }).toEqual({ id: account.id, version: 1 });
  expect(wire(proxy).slice(-2)).toEqual(['read', 'read']);
});

/** An operation whose first request to Cosmos DB of this kind is met by the fault. */
interface Operation {
  readonly what: string;
  /** That the account needs to have for it. */
  readonly changes: number;
  readonly meets: RequestMatch;
  readonly document: string;
  readonly variables: (account: Result) => object;
  /** The answer has something besides what failed, so HTTP says nothing of it. */
  readonly isPart?: boolean;
}

const longAgo = new Date('2020-01-01T00:00:00Z');

const depositing = ({ id, etag }: Result) => ({
  input: { id, ifMatch: etag, amount: usd('1.00'), requestId: newRequestId(longAgo) },
});

const pointRead: Operation = {
  what: 'a point read',
  changes: 1,
  meets: { kind: 'read' },
  document: accountQuery,
  variables: ({ id }) => ({ id }),
};

const list: Operation = {
  what: 'a list',
  changes: 1,
  meets: { kind: 'query' },
  document: accountsQuery,
  variables: () => ({}),
};

const pageOfHistory: Operation = {
  what: 'a page of the history',
  changes: 32,
  meets: { kind: 'read', id: /~0$/ },
  document: accountHistoryQuery,
  variables: ({ id }) => ({ id, first: 100 }),
  isPart: true,
};

const ofDeposit = { document: documentOf('deposit'), variables: depositing };

const firstRead: Operation = {
  what: 'the read of a mutation',
  changes: 1,
  meets: { kind: 'read' },
  ...ofDeposit,
};

const search: Operation = {
  what: 'the search of the pages',
  changes: 32,
  meets: { kind: 'query' },
  ...ofDeposit,
};

const page: Operation = {
  what: 'the page of a mutation',
  changes: 47,
  meets: { kind: 'create' },
  ...ofDeposit,
};

const replace: Operation = {
  what: 'the replace of a mutation',
  changes: 1,
  meets: { kind: 'replace' },
  ...ofDeposit,
};

const create: Operation = {
  what: 'a create',
  changes: 1,
  meets: { kind: 'create' },
  document: documentOf('openAccount'),
  variables: () => ({ input: { owner: 'carol', currency: 'USD' } }),
};

const reads = [pointRead, list, pageOfHistory, firstRead, search];

async function openFor({ changes }: Operation, { bob }: Race): Promise<Result> {
  const opened = await openAccount(bob);
  return changes === 1 ? opened : depositTimes(bob, opened, changes - 1);
}

async function failWith({ alice, proxy }: Race, operation: Operation, action: Action, at: Result) {
  const end = proxy.every(operation.meets, action);
  const answer = await alice(operation.document, operation.variables(at));
  end();
  return failureOf(answer);
}

const toldBy = ({ isPart = false }: Operation, status: number, retryAfter: string) =>
  isPart ? { status: 200, retryAfter: null } : { status, retryAfter };

describe.each([...reads, page, replace, create])('$what', (operation) => {
  test('that is throttled is THROTTLED, with the time that the database wants', async () => {
    await using race = await openRace();
    const account = await openFor(operation, race);
    const slowDown = reply(429, { substatus: 3200, headers: { 'x-ms-retry-after-ms': '1234' } });
    const failed = await failWith(race, operation, slowDown, account);
    expect(failed).toMatchObject({
      code: 'THROTTLED',
      ...toldBy(operation, 429, '2'),
      extensions: { retryable: true, retryAfterMs: 1234 },
    });
    // It was not done, for sure.
    expect(failed.extensions).not.toHaveProperty('mutationRequestId');
    expect(await read(race.bob, account.id)).toEqual(account);
  });

  test('that the database is too busy for is UNAVAILABLE', async () => {
    await using race = await openRace();
    const account = await openFor(operation, race);
    const failed = await failWith(race, operation, reply(503), account);
    expect(failed).toMatchObject({
      code: 'UNAVAILABLE',
      ...toldBy(operation, 503, '1'),
      extensions: { retryable: true, retryAfterMs: 1000 },
    });
    expect(await read(race.bob, account.id)).toEqual(account);
  });
});

describe.each(reads)('$what', (operation) => {
  test('that the replica cannot serve yet is asked for again for 1 s, then UNAVAILABLE, never not found', async () => {
    await using race = await openRace();
    const account = await openFor(operation, race);
    const behind = reply(404, { substatus: 1002 });
    const failed = await failWith(race, operation, behind, account);
    expect(failed).toMatchObject({ code: 'UNAVAILABLE', ...toldBy(operation, 503, '1') });
    expect(race.pauses.length).toBeGreaterThan(3);
    expect(race.pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(1000);
  });

  test('that the replica serves after a while is answered as if nothing had been', async () => {
    await using race = await openRace();
    const account = await openFor(operation, race);
    race.proxy.next({ ...operation.meets, times: 3 }, reply(404, { substatus: 1002 }));
    const variables = operation.variables(account);
    const { data, errors } = await race.alice(operation.document, variables);
    expect(errors).toBeUndefined();
    expect(data.result).not.toBeNull();
    expect(race.pauses).toHaveLength(3);
  });

  test('that has no outcome is sent again at once, and UNAVAILABLE when that does not help', async () => {
    await using race = await openRace();
    const account = await openFor(operation, race);
    for (const { action } of unknownOutcomes) {
      const failed = await failWith(race, operation, action, account);
      expect(failed).toMatchObject({ code: 'UNAVAILABLE', ...toldBy(operation, 503, '1') });
      expect(failed.extensions).not.toHaveProperty('mutationRequestId');

      race.proxy.next({ ...operation.meets, times: 2 }, action);
      const variables = operation.variables(account);
      const { data, errors } = await race.alice(operation.document, variables);
      expect(errors).toBeUndefined();
      expect(data.result).not.toBeNull();
    }
    expect(race.pauses).toEqual([]);
  });
});

test.each([firstRead, search, page])(
  '$what that fails with 503 says nothing of a mutation that may have happened',
  async (operation) => {
    await using race = await openRace();
    const account = await openFor(operation, race);
    const failed = await failWith(race, operation, reply(503), account);
    expect(failed.extensions).not.toHaveProperty('mutationRequestId');
  },
);

test('a replace that fails with 503 may have happened: the answer has the id to ask again with', async () => {
  await using race = await openRace();
  const account = await openAccount(race.bob);
  race.proxy.next({ kind: 'replace' }, async (exchange) => {
    await exchange.forward();
    await reply(503)(exchange);
  });
  const input = { id: account.id, ifMatch: account.etag, amount: usd('1.00') };
  const { extensions } = failureOf(await race.alice(documentOf('deposit'), { input }));
  expect(extensions.code).toBe('UNAVAILABLE');
  const requestId = extensions.mutationRequestId;
  const again = await deposit(race.alice, account, '1.00', { requestId });
  expect(again).toMatchObject({ replayed: true, change: { requestId, version: 2 } });
  expect(await changesOf(race.bob, account.id)).toHaveLength(2);
});

test('a create that fails with 503 may have happened: the answer has the id to ask again with', async () => {
  await using race = await openRace();
  race.proxy.next({ kind: 'create' }, async (exchange) => {
    await exchange.forward();
    await reply(503)(exchange);
  });
  const input = { owner: 'carol', currency: 'USD' };
  const { extensions } = failureOf(await race.alice(documentOf('openAccount'), { input }));
  const requestId = extensions.mutationRequestId;
  expect(await mutate(race.alice, 'openAccount', { ...input, requestId })).toMatchObject({
    replayed: true,
    account: { id: `acc_${requestId}` },
  });
});

test('a read is sent three times where the connection breaks, and for 1 s where two writes met', async () => {
  await using race = await openRace();
  const { id } = await openAccount(race.bob);
  const ask = async (action: Action) => {
    race.proxy.clear();
    const end = race.proxy.every({ kind: 'read' }, action);
    const answer = await race.alice(accountQuery, { id });
    end();
    expect(failureOf(answer)).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    return wire(race.proxy).length;
  };
  expect([await ask(cutBefore), race.pauses]).toEqual([3, []]);
  expect(await ask(reply(449))).toBe(8);
  expect(race.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(1000);
});

test('a call that is under way ends with the deadline, and not first when its own time is up', async () => {
  await using race = await openRace({ deadlineByHand: true });
  const account = await openAccount(race.bob);
  // The time of no call comes.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    // The last time that it is sent again.
    race.proxy.next({ kind: 'read', times: 2 }, cutBefore);
    race.proxy.every({ kind: 'read' }, race.endTime);
    const answer = await race.alice(accountQuery, { id: account.id });
    expect(failureOf(answer)).toMatchObject({ code: 'DEADLINE', status: 504 });
    expect(wire(race.proxy)).toEqual(['read', 'read', 'read']);
  } finally {
    vi.useRealTimers();
  }
});

test('a create that comes when time is up is not sent, and was not made', async () => {
  await using race = await openRace({ deadlineByHand: true });
  race.proxy.next({ kind: 'create' }, race.endTime);
  const open = () =>
    `openAccount(input: { owner: "carol", currency: "USD", requestId: "${newRequestId()}" }) { __typename }`;
  const { errors } = await race.alice(`mutation { a: ${open()} b: ${open()} }`);
  const told = errors.map(({ path, extensions }: Result) => [
    path[0],
    extensions.code,
    'mutationRequestId' in extensions,
  ]);
  expect(told).toEqual([
    ['a', 'DEADLINE', true],
    ['b', 'DEADLINE', false],
  ]);
});

test('a database that throttles without a time is asked again after 1 s', async () => {
  await using race = await openRace();
  const account = await openAccount(race.bob);
  const failed = await failWith(race, pointRead, reply(429), account);
  expect(failed).toMatchObject({ retryAfter: '1', extensions: { retryAfterMs: 1000 } });
});

test('a write region that is elsewhere by now is UNAVAILABLE', async () => {
  await using race = await openRace();
  const account = await openAccount(race.bob);
  const failed = await failWith(race, replace, reply(403, { substatus: 3 }), account);
  expect(failed).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
  expect(failed.extensions).not.toHaveProperty('mutationRequestId');
});

test.each([400, 401, 403, 409, 412, 413])(
  'an answer that only a mistake of ours explains (%i) is INTERNAL_SERVER_ERROR and not sent again',
  async (status) => {
    await using race = await openRace();
    const account = await openAccount(race.bob);
    const end = race.proxy.every({ kind: 'read' }, reply(status));
    const { data, errors } = await race.alice(accountQuery, { id: account.id });
    end();
    expect(data.result).toBeNull();
    expect(errors).toMatchObject([
      { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expect(wire(race.proxy)).toEqual(['read']);
  },
);

test('a database that nobody serves is UNAVAILABLE for everything, and nothing may have happened', async () => {
  const closed = await startCosmosProxy('http://127.0.0.1:1');
  await closed.close();
  const send = await openApi({ cosmosEndpoint: closed.endpoint });
  const alice = await signIn(send, { tenant: 'nowhere' });
  const id = `acc_${newRequestId()}`;
  for (const { document, variables } of [pointRead, list, firstRead, create]) {
    const failed = failureOf(await alice(document, variables({ id, etag: '"1"' })));
    expect(failed).toMatchObject({ code: 'UNAVAILABLE', status: 503, retryAfter: '1' });
    expect(failed.extensions).not.toHaveProperty('mutationRequestId');
  }
});

test('a failing part leaves the others: the answer is partial, and HTTP says 200', async () => {
  await using race = await openRace();
  const [one, other] = [await openAccount(race.bob), await openAccount(race.bob)];
  race.proxy.every({ kind: 'read', id: other.id }, reply(503));
  const { status, data, errors } = await race.alice(
    'query ($one: ID!, $other: ID!) { one: account(id: $one) { id } other: account(id: $other) { id } }',
    { one: one.id, other: other.id },
  );
  expect({ status, data }).toEqual({ status: 200, data: { one: { id: one.id }, other: null } });
  expect(errors).toMatchObject([{ path: ['other'], extensions: { code: 'UNAVAILABLE' } }]);
});
