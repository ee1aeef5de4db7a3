import { describe, expect, test } from 'vitest';
import { intend, type IntendOptions, type Intention } from '../../examples/client/intend.ts';
import type { TokenRequest } from '../../src/local/tokens.ts';
import { newTenant } from '../support/api.ts';
import type { WithdrawResult } from '../support/clients/frontend.ts';
import { cutAfter, reply } from '../support/cosmos/actions.ts';
import {
  createOrder,
  deposit,
  line,
  read,
  type Result,
  usd,
  withdraw,
} from '../support/mutations.ts';
import { openProxied } from '../support/wire.ts';
import { gateway, losses, lostAfter, lostBefore } from './faults.ts';
import { type Branch, expired, type Frontend, openBranch, type WithdrawInput } from './frontend.ts';

type Withdrawal = Intention<WithdrawInput, WithdrawResult>;

/** What the page keeps for a reload, and a duplicated tab gets a copy of. */
function createStore(entries: Iterable<readonly [string, string]> = []) {
  const kept = new Map(entries);
  const options: IntendOptions = {
    key: 'ann withdraws',
    store: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
  };
  return { kept, options };
}

function intendToWithdraw(
  { withdraw: send }: Frontend,
  { id, etag }: Result,
  options?: IntendOptions,
): Withdrawal {
  const input = { id, ifMatch: etag, amount: usd('40.00') };
  return intend(input, (wanted: WithdrawInput) => send(wanted), options);
}

/** Ann's form is open, over an account of 100.00, and fetch gives up at once. */
async function openForm(more?: Partial<Pick<Branch, 'api'>>) {
  const branch = await openBranch(more);
  const ann = branch.openFrontend({ attempts: 1 });
  const { kept, options } = createStore();
  return { ...branch, ann, kept, options, form: intendToWithdraw(ann, branch.account, options) };
}

const balanceOf = async ({ bob, account }: Branch) => (await read(bob, account.id)).balance.amount;

const requestIds = ({ sent }: Frontend) => new Set(sent.map(({ input }) => input.requestId));

test('a second press of the button joins the first', async () => {
  const { form, ann, ...branch } = await openForm();
  const outcomes = await Promise.all([form.send(), form.send()]);
  const first = { type: 'done', result: { replayed: false } };
  expect(outcomes).toMatchObject([first, first]);
  expect([ann.sent.length, await balanceOf(branch)]).toEqual([1, '60.00']);
});

test('a press of the button after it was done is the same intention, and done once', async () => {
  const { form, ann, kept, ...branch } = await openForm();
  await form.send();
  expect(await form.send()).toMatchObject({ type: 'done', result: { replayed: true } });
  expect([requestIds(ann).size, await balanceOf(branch), kept.size]).toEqual([1, '60.00', 0]);
});

test('it is sent with the etag that the person saw, however the cache moved', async () => {
  const { form, ann, ...branch } = await openForm();
  const { account } = await deposit(branch.bob, branch.account, '1.00');
  // As a form does that passes on all that the cache has by then.
  const cached = { requestId: 'another', id: 'another', ifMatch: String(account.etag) };
  const fields = { ...cached, amount: usd('50.00') };
  const outcome = await form.send(fields);

  if (outcome.type !== 'conflict') throw new Error(`it is ${outcome.type}`);
  expect(outcome.result.missedChanges).toMatchObject([{ by: 'bob' }]);
  expect(outcome.result.current.etag).toBe(account.etag);
  expect(ann.sent.map(({ input }) => input)).toEqual([
    { ...form.input, ifMatch: branch.account.etag, amount: usd('50.00') },
  ]);
});

describe.each(losses)('when the $how', ({ fault, done }) => {
  test('nobody knows, and sending it again settles it by the same requestId', async () => {
    const { form, ann, kept, ...branch } = await openForm();
    ann.meet(fault);
    expect([(await form.send()).type, form.isUnsettled, kept.size]).toEqual(['unknown', true, 1]);
    expect(await form.send()).toMatchObject({ type: 'done', result: { replayed: done } });
    expect([form.isUnsettled, kept.size]).toEqual([false, 0]);
    expect([requestIds(ann).size, await balanceOf(branch)]).toEqual([1, '60.00']);
  });

  test('and the page is gone, what was sent is found after the reload, and settled', async () => {
    const { form, ann, kept, ...branch } = await openForm();
    ann.meet(fault);
    await form.send({ amount: usd('30.00') });

    const account = await read(branch.bob, branch.account.id);
    const { options: reloaded } = createStore(kept);
    const found = intendToWithdraw(ann, account, reloaded);
    expect([found.isUnsettled, found.input]).toEqual([true, form.input]);
    expect(await found.send()).toMatchObject({ type: 'done', result: { replayed: done } });
    expect([requestIds(ann).size, await balanceOf(branch)]).toEqual([1, '70.00']);
  });

  test('and the person wants something else by then, one of the two is done', async () => {
    const { form, ann, kept, ...branch } = await openForm();
    ann.meet(fault);
    await form.send();
    const outcome = await form.send({ amount: usd('30.00') });

    const { __typename: name } = 'result' in outcome ? outcome.result : {};
    expect([outcome.type, name]).toEqual(
      done ? ['refused', 'RequestIdReusedError'] : ['done', 'AccountChanged'],
    );
    expect([await balanceOf(branch), kept.size]).toEqual([done ? '60.00' : '70.00', 0]);
  });
});

test('it is kept before it leaves, and forgotten when it is settled', async () => {
  const { form, ann, kept } = await openForm();
  let whileSent: string | undefined;
  ann.meet((reach) => {
    whileSent = kept.get('ann withdraws');
    return reach();
  });
  await form.send();
  expect(JSON.parse(whileSent ?? '')).toEqual(form.input);
  expect(kept.size).toBe(0);
});

test('a form that was never sent leaves nothing behind', async () => {
  const { kept, ann, account } = await openForm();
  intendToWithdraw(ann, account, createStore(kept).options);
  expect(kept.size).toBe(0);
});

test('what cannot be kept is not sent', async () => {
  const { ann, account, options } = await openForm();
  const store = {
    ...options.store,
    setItem: () => {
      throw new Error('the store is full');
    },
  };
  const form = intendToWithdraw(ann, account, { ...options, store });
  await expect(form.send()).rejects.toThrow('the store is full');
  expect([ann.sent, form.isUnsettled]).toEqual([[], false]);
});

test('two tabs, one of which is the other’s copy, do it once', async () => {
  const { form, ann, kept, ...branch } = await openForm();
  ann.meet(lostBefore);
  await form.send();
  const copy = intendToWithdraw(ann, branch.account, createStore(kept).options);
  const outcomes = await Promise.all([form.send(), copy.send()]);

  const replayed = outcomes.map((outcome) => outcome.type === 'done' && outcome.result.replayed);
  expect(new Set(replayed)).toEqual(new Set([false, true]));
  expect(await balanceOf(branch)).toBe('60.00');
});

test('two tabs whose forms opened by themselves are two intentions, and the second is told of the first', async () => {
  const { form, ann, ...branch } = await openForm();
  const other = intendToWithdraw(ann, branch.account, createStore().options);
  const types = [(await form.send()).type, (await other.send()).type];
  expect([types, await balanceOf(branch)]).toEqual([['done', 'conflict'], '60.00']);
});

describe('after a conflict', () => {
  async function meetConflict() {
    const form = await openForm();
    await withdraw(form.bob, form.account, '10.00');
    expect((await form.form.send()).type).toBe('conflict');
    return form;
  }

  test('who insists sends the same intention on top of what they were shown', async () => {
    const { form, ann, kept, ...branch } = await meetConflict();
    expect(await form.insist()).toMatchObject({ type: 'done', result: { replayed: false } });
    expect([requestIds(ann).size, await balanceOf(branch), kept.size]).toEqual([1, '50.00', 0]);
  });

  test('a change that came after it is a conflict again', async () => {
    const { form, bob, account } = await meetConflict();
    await withdraw(bob, await read(bob, account.id), '10.00');
    expect((await form.insist()).type).toBe('conflict');
    expect((await form.insist()).type).toBe('done');
  });

  test('who insists may say that they are not to be asked again', async () => {
    const { form, bob, account } = await meetConflict();
    await withdraw(bob, await read(bob, account.id), '10.00');
    const outcome = await form.insist({ onConflict: 'REAPPLY' });
    expect(outcome).toMatchObject({ type: 'done', result: { replayed: false } });
  });

  test('an answer that is lost to who insists is settled as any other', async () => {
    const { form, ann, ...branch } = await meetConflict();
    ann.meet(lostAfter);
    expect((await form.insist()).type).toBe('unknown');
    expect(await form.send()).toMatchObject({ type: 'done', result: { replayed: true } });
    expect(await balanceOf(branch)).toBe('50.00');
  });

  test('two presses of the button insist once', async () => {
    const { form, ann } = await meetConflict();
    await Promise.all([form.insist(), form.insist()]);
    expect(ann.sent).toHaveLength(2);
  });

  test('a reload finds what is still to be decided', async () => {
    const { ann, account, kept } = await meetConflict();
    const found = intendToWithdraw(ann, account, createStore(kept).options);
    expect([found.isUnsettled, (await found.send()).type]).toEqual([true, 'conflict']);
  });

  test('who abandons it leaves nothing behind', async () => {
    const { form, kept, ...branch } = await meetConflict();
    form.abandon();
    expect([kept.size, await balanceOf(branch)]).toEqual([0, '90.00']);
  });
});

test('nobody insists without a conflict', async () => {
  const { form, ann } = await openForm();
  await expect(form.insist()).rejects.toThrow('insist() comes after a conflict');
  expect(ann.sent).toEqual([]);
});

test('a refusal is told, and what the person corrects is the same intention', async () => {
  const { form, ann, kept, ...branch } = await openForm();
  const outcome = await form.send({ amount: usd('100.01') });
  expect(outcome).toMatchObject({
    type: 'refused',
    result: { __typename: 'InsufficientFundsError', balance: usd('100.00') },
  });
  expect(kept.size).toBe(0);
  expect((await form.send({ amount: usd('100.00') })).type).toBe('done');
  expect([requestIds(ann).size, await balanceOf(branch)]).toEqual([1, '0.00']);
});

interface NoteInput {
  readonly requestId: string;
  readonly id: string;
  readonly ifMatch: string;
  readonly note: string;
}

type NoteResult =
  | { readonly __typename: 'OrderChanged'; readonly replayed: boolean }
  | { readonly __typename: 'OrderConflictError'; readonly current: { readonly etag: string } }
  | { readonly __typename: 'OrderStatusError' };

/** Each line by so many long names: an order of 200 lines comes to 9 MB, and an answer holds 8. */
const tooMuch = Array.from({ length: 240 }, (_, n) => `a${n}${'x'.repeat(190)}: id`).join(' ');

const noteDocument = `mutation ($input: SetOrderNoteInput!, $brief: Boolean!) { setOrderNote(input: $input) {
  __typename
  ... on OrderChanged { replayed order @skip(if: $brief) { lines { ${tooMuch} } } }
} }`;

test('a change that was made, but whose answer cannot be, is asked for once more and briefly', async () => {
  const { tokenOf, openFrontend, bob } = await openBranch();
  const pete = openFrontend({ getToken: () => tokenOf('pete', { roles: ['Sales'] }) });
  const lines = Array.from({ length: 200 }, () => line('mug'));
  const { id, etag } = await createOrder(bob, { lines });
  const asked: boolean[] = [];
  const form = intend(
    { id, ifMatch: etag, note: 'urgent' },
    async (input: NoteInput, { brief }) => {
      asked.push(brief);
      const { data, errors } = await pete.ask(noteDocument, { input, brief });
      const result: NoteResult | undefined = data?.setOrderNote;
      return { data: result, errors };
    },
  );
  expect(await form.send()).toMatchObject({ type: 'done', result: { replayed: true } });
  expect(asked).toEqual([false, true]);
  expect(await read(bob, id)).toMatchObject({ note: 'urgent', version: 2 });
});

test('a change that stays hidden is unknown, until the database is back', async () => {
  const { proxy, send } = await openProxied();
  await using _ = proxy;
  const { form, ann } = await openForm({ api: send });
  const back = Promise.withResolvers<() => void>();
  proxy.next({ kind: 'replace' }, async (exchange) => {
    back.resolve(proxy.every({}, reply(503)));
    await cutAfter(exchange);
  });
  expect(await form.send()).toMatchObject({
    type: 'unknown',
    error: { extensions: { code: 'UNAVAILABLE' } },
  });
  expect(ann.sent).toHaveLength(2);
  (await back.promise)();
  expect(await form.send()).toMatchObject({ type: 'done', result: { replayed: true } });
});

test('what may have been done has not failed because it cannot be asked for briefly', async () => {
  const { proxy, send } = await openProxied();
  await using _ = proxy;
  const { tokenOf, openFrontend, account } = await openBranch({ api: send });
  const ann = openFrontend({ attempts: 1 });
  const lesser = openFrontend({ getToken: () => tokenOf('ann', { roles: ['Auditor'] }) });
  const form = intend(
    { id: account.id, ifMatch: account.etag, amount: usd('40.00') },
    (input: WithdrawInput, { brief }) => (brief ? lesser : ann).withdraw(input),
  );
  proxy.next({ kind: 'replace' }, async (exchange) => {
    proxy.every({}, reply(503));
    await cutAfter(exchange);
  });
  expect(await form.send()).toMatchObject({
    type: 'unknown',
    error: { extensions: { code: 'FORBIDDEN' } },
  });
});

test('what a gateway says in JSON is not the word of the API', async () => {
  const { form, ann } = await openForm();
  ann.meet(gateway(403, { text: '{"errors":[{"message":"over quota"}]}' }));
  expect(await form.send()).toMatchObject({ type: 'unknown', error: { message: 'over quota' } });
});

test('what a person may not do has failed', async () => {
  const { tokenOf, openFrontend, account } = await openBranch();
  const olga = openFrontend({ getToken: () => tokenOf('olga', { roles: ['Auditor'] }) });
  const { kept, options } = createStore();
  const form = intendToWithdraw(olga, account, options);
  expect(await form.send()).toMatchObject({
    type: 'failed',
    error: { extensions: { code: 'FORBIDDEN' } },
  });
  expect([form.isUnsettled, kept.size]).toEqual([false, 0]);
});

interface Silent {
  readonly answer: string;
  readonly edits?: Partial<WithdrawInput>;
  readonly who?: Partial<TokenRequest>;
  readonly outcome: object;
}

const withCode = (code: string) => ({ type: 'unknown', error: { extensions: { code } } });
const withName = (name: string) => ({ type: 'refused', result: { __typename: name } });

test.each<Silent>([
  {
    answer: 'an InvalidInputError',
    edits: { amount: usd('0.00') },
    outcome: withName('InvalidInputError'),
  },
  {
    answer: 'a BAD_REQUEST',
    edits: { amount: usd('1,50') },
    outcome: withCode('BAD_REQUEST'),
  },
  {
    answer: 'a NotFoundError',
    who: { tenant: newTenant() },
    outcome: withName('NotFoundError'),
  },
  { answer: 'a FORBIDDEN', who: { roles: ['Auditor'] }, outcome: withCode('FORBIDDEN') },
  { answer: 'an UNAUTHENTICATED', who: expired, outcome: withCode('UNAUTHENTICATED') },
])(
  'after a lost answer, $answer settles nothing: what was sent is kept, and found after a reload',
  async ({ edits, who, outcome }) => {
    const branch = await openBranch();
    const { openFrontend, tokenOf, account } = branch;
    const ann = openFrontend({ attempts: 1 });
    let frontend = ann;
    const { kept, options } = createStore();
    const form = intend(
      { id: account.id, ifMatch: account.etag, amount: usd('40.00') },
      (input: WithdrawInput) => frontend.withdraw(input),
      options,
    );
    ann.meet(lostAfter);
    await form.send();
    const { input } = form;

    if (who) frontend = openFrontend({ getToken: () => tokenOf('ann', who) });
    expect(await form.send(edits)).toMatchObject(outcome);
    expect([form.isUnsettled, form.input]).toEqual([true, input]);

    const found = intendToWithdraw(ann, account, createStore(kept).options);
    expect([found.isUnsettled, found.input]).toEqual([true, input]);
    expect(await found.send()).toMatchObject({ type: 'done', result: { replayed: true } });
    expect(await balanceOf(branch)).toBe('60.00');
  },
);

test('who has to sign in first settles it after that', async () => {
  const { tokenOf, openFrontend, account } = await openBranch();
  let token = Promise.resolve('none');
  const ann = openFrontend({ getToken: () => token });
  const form = intendToWithdraw(ann, account);
  expect((await form.send()).type).toBe('unknown');
  token = tokenOf('ann');
  expect((await form.send()).type).toBe('done');
});

const openAccountDocument = `mutation ($input: OpenAccountInput!) { openAccount(input: $input) {
  __typename ... on AccountChanged { replayed account { id } } } }`;

interface OpenAccountInput {
  readonly requestId: string;
  readonly owner: string;
  readonly currency: string;
}

type OpenAccountResult =
  | {
      readonly __typename: 'AccountChanged';
      readonly replayed: boolean;
      readonly account: { readonly id: string };
    }
  | { readonly __typename: 'InvalidInputError' | 'RequestIdReusedError' };

test('what is created has no etag, and its requestId for a name: it is created once', async () => {
  const { openFrontend, bob } = await openBranch();
  const ann = openFrontend({ attempts: 1 });
  const form = intend({ owner: 'dora', currency: 'USD' }, async (input: OpenAccountInput) => {
    const { data, errors } = await ann.ask(openAccountDocument, { input });
    const result: OpenAccountResult | undefined = data?.openAccount;
    return { data: result, errors };
  });
  ann.meet(lostAfter);
  expect((await form.send()).type).toBe('unknown');
  expect(await form.send()).toMatchObject({
    type: 'done',
    result: { replayed: true, account: { id: `acc_${form.input.requestId}` } },
  });
  const { data } = await bob('{ accounts { edges { node { owner } } } }');
  expect(data.accounts.edges.filter((edge: Result) => edge.node.owner === 'dora')).toHaveLength(1);
});

test('a person whose clock is wrong uses a requestId of the API', async () => {
  const { openFrontend, account } = await openBranch();
  const ann = openFrontend();
  const { data } = await ann.ask('{ newRequestId }');
  const requestId: string = data.newRequestId;
  const input = { requestId, id: account.id, ifMatch: account.etag, amount: usd('40.00') };
  const form = intend(input, (wanted: WithdrawInput) => ann.withdraw(wanted));
  await form.send();
  expect(ann.sent.at(-1)?.input).toEqual(input);
});
