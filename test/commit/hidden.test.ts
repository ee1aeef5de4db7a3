/**
 * An answer never hides a change: whatever fails after the write, in whatever way, and however often the request arrives,
 * the client is told under which `requestId` to ask again, and then the change is there exactly once.
 */
import { isEnumType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { type Answer, newTenant, openApi, type Query, signIn } from '../support/api.ts';
import { type Case, cases, grown, prepare } from '../support/declared/cases.ts';
import { type Action, cutBefore, reply } from '../support/cosmos/actions.ts';
import { entityOf, policiesOf } from '../support/declared/declared.ts';
import { documentReadingAfter } from '../support/declared/documents.ts';
import {
  changesOf,
  createOrder,
  mutate,
  newRequestId,
  openAccount,
  usd,
} from '../support/mutations.ts';
import { openRace, type Race } from '../support/race.ts';

/** The page holds the entity's first changes: what stands there is nothing that the schema knows. */
const spoilt: Action = async ({ forward, answer }) => {
  const { body, ...rest } = await forward();
  const text = body.toString().replaceAll(/"kind":"[A-Z_]+"/g, '"kind":"STOLEN"');
  answer({ ...rest, body: Buffer.from(text) });
};

const ways: readonly {
  readonly how: string;
  readonly action: Action | 'out of time';
  readonly code: string;
}[] = [
  { how: 'is throttled', action: reply(429), code: 'THROTTLED' },
  { how: 'is answered 503', action: reply(503), code: 'UNAVAILABLE' },
  { how: 'breaks off', action: cutBefore, code: 'UNAVAILABLE' },
  { how: 'is missing', action: reply(404), code: 'UNAVAILABLE' },
  { how: 'is refused by the database', action: reply(400), code: 'INTERNAL_SERVER_ERROR' },
  { how: 'does not complete', action: spoilt, code: 'INTERNAL_SERVER_ERROR' },
  { how: 'takes longer than there is time', action: 'out of time', code: 'DEADLINE' },
];

function actionOf({ action }: (typeof ways)[number], { endTime }: Race): Action {
  // The database never answers, and by then the time is over.
  return action === 'out of time' ? endTime : action;
}

/** Both at once, where the end of one's time is not the other's. */
async function arriveTwice({ action }: (typeof ways)[number], send: () => Promise<Answer>) {
  if (action === 'out of time') return [await send(), await send()];
  return Promise.all([send(), send()]);
}

const changing = cases
  .filter(({ open }) => open !== undefined)
  .flatMap((one) => policiesOf(one.mutation).map((policy) => ({ one, policy, ...one })));

async function timesMade(by: Query, id: string, requestId: string): Promise<number> {
  const changes = await changesOf(by, id);
  return changes.filter((change) => change.requestId === requestId).length;
}

test('the matrix has every policy of the schema', () => {
  const policies = schema.getType('ConflictPolicy');
  const known = isEnumType(policies) ? policies.getValues().map(({ name }) => name) : [];
  expect(new Set(changing.map(({ policy }) => policy))).toEqual(new Set(known));
});

describe.each(changing)('$mutation under $policy', ({ one, policy, mutation }) => {
  const open: Case['open'] = async (by) => grown(by, await one.open?.(by));

  test.each(ways)('is told and done once where a page after it $how', async (way) => {
    await using race = await openRace({ deadlineByHand: true });
    const { alice, bob, proxy } = race;
    const { input } = await prepare({ ...one, open }, bob);
    const sent = { ...input, onConflict: policy };
    const end = proxy.every({ kind: 'read', id: /~\d+$/ }, actionOf(way, race));
    const answers = await arriveTwice(way, () =>
      alice(documentReadingAfter(mutation), { input: sent, later: 100 }),
    );
    end();
    for (const { status, data, errors } of answers) {
      expect([status, data.result.later]).toEqual([200, { history: null }]);
      expect(data.result.change.requestId).toBe(sent.requestId);
      for (const { path, extensions } of errors) {
        expect(path.slice(0, 3)).toEqual(['result', 'later', 'history']);
        expect(extensions).toMatchObject({ code: way.code, mutationRequestId: sent.requestId });
      }
    }
    const again = await mutate(alice, mutation, sent);
    expect(again).toMatchObject({ replayed: true, change: { requestId: sent.requestId } });
    expect(await timesMade(bob, entityOf(again).id, sent.requestId)).toBe(1);
  });
});

describe.each(cases.filter(({ open }) => open === undefined))('$mutation', (one) => {
  test.each(ways)('is told and done once where it arrives late and a page $how', async (way) => {
    await using race = await openRace({ deadlineByHand: true });
    const { alice, bob, proxy } = race;
    const { mutation } = one;
    const { input } = await prepare(one, bob);
    const made = entityOf(await mutate(alice, mutation, input));
    await grown(bob, made);
    const end = proxy.every({ kind: 'read', id: /~\d+$/ }, actionOf(way, race));
    const reading = documentReadingAfter(mutation);
    const answers = await arriveTwice(way, () => alice(reading, { input, later: 100 }));
    end();
    // The change that created it has moved to a page: without it there is no telling whether this is its replay.
    for (const { errors } of answers) {
      for (const { extensions } of errors) {
        expect(extensions).toMatchObject({ code: way.code, mutationRequestId: input.requestId });
      }
    }
    expect(await mutate(alice, mutation, input)).toMatchObject({ replayed: true });
    expect(await timesMade(bob, made.id, input.requestId)).toBe(1);
  });
});

describe('a mutation beside another', () => {
  const both = `mutation ($deposit: DepositInput!, $cancel: CancelOrderInput!) {
    deposit(input: $deposit) { ... on AccountChanged { change { requestId } replayed } }
    cancelOrder(input: $cancel) { __typename }
  }`;

  test.each<readonly [string, readonly string[] | undefined, Action | undefined, string]>([
    ['is forbidden', ['accounts.read', 'accounts.deposit'], undefined, 'FORBIDDEN'],
    ['fails', undefined, reply(503), 'UNAVAILABLE'],
    ['is ours to mend', undefined, reply(400), 'INTERNAL_SERVER_ERROR'],
  ])('shows its change where the other %s', async (_how, permissions, action, code) => {
    await using race = await openRace();
    const { bob, proxy, tenant } = race;
    const [account, order] = [await openAccount(bob), await createOrder(bob)];
    const api = await openApi({ cosmosEndpoint: proxy.endpoint });
    const alice = await signIn(api, { tenant, ...(permissions && { permissions }) });
    if (action) proxy.every({ path: /colls\/orders/ }, action);
    const requestId = newRequestId();
    const input = { id: account.id, ifMatch: account.etag, amount: usd('1.00'), requestId };
    const { status, data, errors } = await alice(both, {
      deposit: input,
      cancel: { id: order.id, ifMatch: order.etag, requestId: newRequestId() },
    });
    expect([status, data]).toEqual([
      200,
      { deposit: { change: { requestId }, replayed: false }, cancelOrder: null },
    ]);
    expect(errors).toMatchObject([{ path: ['cancelOrder'], extensions: { code } }]);
    // It was not made, and the other's change is not hidden.
    expect(errors[0].extensions).not.toHaveProperty('mutationRequestId');
  });
});

describe('what is wrong with an argument is said before anything is written', () => {
  const cursor = Buffer.from('0').toString('base64url');
  const selections: readonly (readonly [what: string, variables: string, selection: string])[] = [
    ['a page that is too large', '', 'account { history(first: 101) { edges { cursor } } }'],
    ['a page of less than nothing', '', 'account { history(first: -1) { edges { cursor } } }'],
    ['no cursor', '', 'account { history(after: "nonsense") { edges { cursor } } }'],
    ['a cursor that is none', '', `account { history(after: "${cursor}") { edges { cursor } } }`],
    [
      'under an inline fragment',
      '',
      '... { account { history(first: 101) { edges { cursor } } } }',
    ],
    ['under a fragment', '', '...F'],
    [
      'in an interface',
      '',
      'current { ... on Account { history(first: 101) { edges { cursor } } } }',
    ],
    [
      'null for a variable whose default is none',
      ', $e: ETag = "e"',
      'account { changesSince(etag: $e) { complete } }',
    ],
    ['null for @include', ', $b: Boolean = true', 'account { id @include(if: $b) }'],
    ['null for @skip', ', $b: Boolean = true', 'account { id @skip(if: $b) }'],
    [
      'null for @include on a fragment',
      ', $b: Boolean = true',
      '... @include(if: $b) { replayed }',
    ],
  ];

  test.each(selections)('%s', async (_what, variables, selection) => {
    const alice = await signIn(await openApi(), { tenant: newTenant() });
    const account = await openAccount(alice);
    const document = `mutation ($input: DepositInput!${variables}) {
      deposit(input: $input) { __typename ... on AccountChanged { ${selection} } }
    } ${selection === '...F' ? 'fragment F on AccountChanged { account { history(first: 101) { edges { cursor } } } }' : ''}`;
    const input = { id: account.id, ifMatch: account.etag, amount: usd('1.00') };
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const answer = await alice(document, { input, e: null, b: null }, { headers: { accept } });
      expect([answer.status, answer.data]).toEqual([400, undefined]);
      expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    }
    expect(await changesOf(alice, account.id)).toHaveLength(1);
  });

  test('of a query, too, and of all of it at once', async () => {
    const alice = await signIn(await openApi(), { tenant: newTenant() });
    const { status, data, errors } = await alice(
      '{ a: accounts(first: 101) { edges { cursor } } b: orders(after: "x") { edges { cursor } } }',
    );
    expect([status, data, errors.length]).toEqual([400, undefined, 2]);
  });

  test('but not of what is left out', async () => {
    const alice = await signIn(await openApi(), { tenant: newTenant() });
    const { status, data } = await alice(
      'query ($no: Boolean!) { accounts(first: 101) @include(if: $no) { edges { cursor } } ... @skip(if: true) { orders(first: -1) { edges { cursor } } } __typename }',
      { no: false },
    );
    expect([status, data]).toEqual([200, { __typename: 'Query' }]);
  });
});
