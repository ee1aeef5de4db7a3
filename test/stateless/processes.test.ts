import pLimit, { type LimitFunction } from 'p-limit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withSessionTokens } from '../../examples/client/sessionTokens.ts';
import { newTenant, type Query, signIn } from '../support/api.ts';
import { accountHistoryQuery, accountQuery } from '../support/declared/documents.ts';
import { sendTo } from '../support/clients/http.ts';
import { type Instances, startInstances } from '../support/processes/instances.ts';
import { newRequestId } from '../../src/local/requestId.ts';
import { openAccount, usd } from '../support/team.ts';

let instances: Instances;

beforeAll(async () => {
  instances = await startInstances(4);
});

afterAll(() => instances.close());

const notNow = ['THROTTLED', 'UNAVAILABLE', 'DEADLINE'];

const etagQuery = 'query ($id: ID!) { result: account(id: $id) { etag } }';

const withdrawal =
  'mutation ($input: WithdrawInput!) { result: withdraw(input: $input) { type: __typename } }';

interface Version {
  readonly id: string;
  readonly etag: string;
}

interface Race {
  readonly account: Version;
  readonly onConflict: 'REJECT' | 'REAPPLY';
  readonly signal: AbortSignal;
}

interface Client {
  readonly person: Query;
  /** All clients are there at once; those who lost do not all try again at once, or nobody gets anywhere. */
  readonly queue: LimitFunction;
}

/** One intention, under one requestId until it has an answer. */
async function withdraw({ person, queue }: Client, { account, onConflict, signal }: Race) {
  const { id, etag } = account;
  const requestId = newRequestId();
  const send = async (ifMatch: string) => {
    if (signal.aborted) throw new Error('two minutes were not enough for all of them');
    const input = { requestId, id, ifMatch, onConflict, amount: usd('1.00') };
    return resultOf(await person(withdrawal, { input }));
  };
  const sendAgain = async () => {
    const current = resultOf(await person(etagQuery, { id }));
    return current && send(current.etag);
  };
  let result = await send(etag);
  while (result === undefined || result.type === 'AccountConflictError') {
    // oxlint-disable-next-line no-await-in-loop -- each attempt follows from the answer to the one before
    result = await queue(sendAgain);
  }
  return { outcome: result.type, requestId };
}

/** Undefined where the service asks to try again. */
function resultOf({ data, errors }: Awaited<ReturnType<Query>>) {
  if (!data?.result) expect(notNow).toContain(errors[0].extensions.code);
  return data?.result;
}

async function readHistory(person: Query, id: string) {
  const nodes = [];
  for (let after = null, more = true; more;) {
    // oxlint-disable-next-line no-await-in-loop -- a page names the next
    const { data } = await person(accountHistoryQuery, { id, first: 100, after });
    const { edges, pageInfo } = data.result.history;
    nodes.push(...edges.map(({ node }: { node: unknown }) => node));
    [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
  return nodes.toReversed();
}

function noInstance(): never {
  throw new Error('there is no instance');
}

test.each([
  { withdrawals: 200, balance: 100, onConflict: 'REJECT' },
  { withdrawals: 40, balance: 20, onConflict: 'REAPPLY' },
] as const)(
  'of $withdrawals simultaneous withdrawals of 1.00 over four processes, exactly the $balance that the balance covers succeed, under $onConflict',
  { timeout: 130_000 },
  async ({ withdrawals, balance, onConflict }) => {
    const tenant = newTenant();
    const clients = await Promise.all(
      instances.endpoints.map(async (endpoint) => ({
        person: await signIn(sendTo(endpoint, withSessionTokens(fetch)), { tenant }),
        queue: pLimit(2),
      })),
    );
    const [{ person: ann } = noInstance()] = clients;
    const account = await openAccount(ann, `${balance}.00`);

    const race = { account, onConflict, signal: AbortSignal.timeout(120_000) };
    const results = await Promise.all(
      Array.from({ length: withdrawals / clients.length }, () => clients)
        .flat()
        .map((client) => withdraw(client, race)),
    );

    const succeeded = results.filter(({ outcome }) => outcome === 'AccountChanged');
    const refused = results.filter(({ outcome }) => outcome === 'InsufficientFundsError');
    expect([succeeded.length, refused.length]).toEqual([balance, withdrawals - balance]);
    const { data } = await ann(accountQuery, { id: account.id });
    expect(data.result).toMatchObject({ version: balance + 2, balance: { amount: '0.00' } });

    const [opened, deposited, ...withdrew] = await readHistory(ann, account.id);
    expect([opened.kind, deposited.kind]).toEqual(['OPENED', 'DEPOSITED']);
    const steps = withdrew.map(({ version, kind, balance: left }) => [version, kind, left.amount]);
    expect(steps).toEqual(
      Array.from({ length: balance }, (_, index) => [
        index + 3,
        'WITHDREW',
        `${balance - 1 - index}.00`,
      ]),
    );
    expect(new Set(withdrew.map(({ requestId }) => requestId))).toEqual(
      new Set(succeeded.map(({ requestId }) => requestId)),
    );
  },
);
