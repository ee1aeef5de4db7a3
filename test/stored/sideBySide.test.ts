/**
 * While an update rolls out, instances of two versions work on the same data: this one, and one with test/extend/field.patch,
 * which adds a field to accounts, and a kind of change that older code would misread: the format has the next number.
 */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newTenant, openApi, type Query, signIn } from '../support/api.ts';
import { accountsQuery, documentOf } from '../support/declared/documents.ts';
import { sendTo } from '../support/clients/http.ts';
import { openPatched, type Patched } from '../support/processes/patched.ts';
import { serve, type Served } from '../support/processes/served.ts';
import {
  changesOf,
  deposit,
  depositTimes,
  newRequestId,
  openAccount,
  read,
  type Result,
} from '../support/mutations.ts';

let copy: Patched;
let newer: Served;

beforeAll(async () => {
  copy = await openPatched(new URL('../extend/field.patch', import.meta.url));
  newer = await serve({
    entry: new URL('functions/graphql.ts', copy.folder),
    hostJson: new URL('host.json', copy.folder),
    folder: fileURLToPath(copy.folder),
  });
});

afterAll(async () => {
  await newer[Symbol.asyncDispose]();
  await copy[Symbol.asyncDispose]();
});

/** Ann in the version of today, and in the newer one. */
async function openBoth() {
  const tenant = newTenant();
  const log: string[] = [];
  const send = await openApi({ log: (line) => log.push(line) });
  return {
    today: await signIn(send, { tenant }),
    tomorrow: await signIn(sendTo(newer.endpoint), { tenant }),
    log,
  };
}

const nameQuery = 'query ($id: ID!) { result: account(id: $id) { version name } }';

async function nameOf(tomorrow: Query, { id }: Result) {
  const { data, errors } = await tomorrow(nameQuery, { id });
  expect(errors).toBeUndefined();
  return data.result;
}

const renaming = `mutation ($input: RenameAccountInput!) {
  result: renameAccount(input: $input) {
    __typename ... on AccountChanged { replayed change { summary } account { id etag version name } }
  }
}`;

async function rename(tomorrow: Query, { id, etag }: Result) {
  const input = { requestId: newRequestId(), id, ifMatch: etag, name: 'rainy days' };
  const { data, errors } = await tomorrow(renaming, { input });
  expect(errors).toBeUndefined();
  expect(data.result).toMatchObject({
    __typename: 'AccountChanged',
    change: { summary: 'named it rainy days' },
    account: { name: 'rainy days' },
  });
  return { ...data.result.account, input };
}

test('what today has written is read tomorrow, with the default of what it lacks', async () => {
  const { today, tomorrow } = await openBoth();
  const account = await openAccount(today, '5.00');
  expect(await nameOf(tomorrow, account)).toEqual({ version: 2, name: null });
  expect(await read(tomorrow, account.id)).toEqual(await read(today, account.id));
});

test('a history that today has written is whole tomorrow, with what is changed then', async () => {
  const { today, tomorrow } = await openBoth();
  const grown = await depositTimes(today, await openAccount(today), 40);
  const { id } = await rename(tomorrow, grown);
  const changes = await changesOf(tomorrow, id);
  expect(changes.map(({ version }) => version)).toEqual(
    Array.from({ length: 42 }, (_, index) => index + 1),
  );
});

describe('what tomorrow has changed', () => {
  test('is UNAVAILABLE for today, which writes nothing and says why in the log', async () => {
    const { today, tomorrow, log } = await openBoth();
    const account = await openAccount(today, '5.00');
    const renamed = await rename(tomorrow, account);
    const input = {
      id: account.id,
      ifMatch: renamed.etag,
      amount: { amount: '1', currency: 'USD' },
    };
    for (const [document, variables] of [
      ['query ($id: ID!) { account(id: $id) { id } }', { id: account.id }],
      [documentOf('deposit'), { input }],
    ] as const) {
      log.splice(0);
      const { status, headers, errors } = await today(document, variables);
      expect([status, headers.get('retry-after')]).toEqual([503, '1']);
      expect(errors[0].extensions).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
      expect(log.join('\n')).toContain(account.id);
    }
    expect(await nameOf(tomorrow, account)).toEqual({ version: 3, name: 'rainy days' });
  });

  test('is changed again by who knows it, and is a replay there', async () => {
    const { today, tomorrow } = await openBoth();
    const renamed = await rename(tomorrow, await openAccount(today, '5.00'));
    const { account } = await deposit(tomorrow, renamed, '1.00');
    expect(account).toMatchObject({ version: 4, balance: { amount: '6.00' } });
    const { data } = await tomorrow(renaming, { input: renamed.input });
    expect(data.result).toMatchObject({ replayed: true, account: { version: 4 } });
  });

  test('leaves its place in the lists of today, and the others there', async () => {
    const { today, tomorrow } = await openBoth();
    const [account, other] = [await openAccount(today), await openAccount(today)];
    await rename(tomorrow, account);
    const { status, data, errors } = await today(accountsQuery);
    expect(status).toBe(200);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    const nodes = data.result.edges.map(({ node }: Result) => node?.id);
    expect(new Set(nodes)).toEqual(new Set([other.id, undefined]));
  });
});

test('what tomorrow has not changed goes on today', async () => {
  const { today, tomorrow } = await openBoth();
  const account = await openAccount(today, '5.00');
  await nameOf(tomorrow, account);
  const { account: deposited } = await deposit(today, account, '1.00');
  expect(await read(tomorrow, account.id)).toEqual(deposited);
});
