/**
 * What earlier versions of the code have stored is read whole, and goes on. NOTE: the files in frozen/ are never changed,
 * since documents like them are in databases: where a test of this file fails, it is the code that is wrong. They are what
 * lay in Cosmos DB, and the requests that had made it (of a long history, some of them).
 */
import { expect, test } from 'vitest';
import { typeNameOf } from '../../schema/graphql/node.ts';
import { accountKind } from '../../src/domain/account.ts';
import { orderKind } from '../../src/domain/order.ts';
import { isRecord } from '../../src/record.ts';
import { newTenant, openApi, type Query, signIn } from '../support/api.ts';
import { mutate, mutateTimes, read, type Result } from '../support/mutations.ts';
import { store, stored } from '../support/stored.ts';
import accounts from './frozen/accounts.json' with { type: 'json' };
import orders from './frozen/orders.json' with { type: 'json' };

interface Sample {
  readonly what: string;
  readonly document: Result;
  /** By number. */
  readonly pages: readonly Result[];
  readonly requests: readonly {
    readonly by: string;
    readonly mutation: string;
    readonly input: { readonly requestId: string };
  }[];
}

const samples: readonly Sample[] = [...accounts.samples, ...orders.samples];

const isAccount = ({ document }: Sample) => document.kind === 'account';
const isFinal = ({ document }: Sample) => ['CLOSED', 'CANCELLED'].includes(document.state.status);
const changesIn = ({ pages, document }: Sample): readonly Result[] => [
  ...pages.flatMap(({ changes }) => changes),
  ...document.changes,
];

/** The sample in a tenant of its own, and the people who were at work on it. */
async function open(sample: Sample) {
  const tenant = newTenant();
  const container = isAccount(sample) ? 'accounts' : 'orders';
  await store(container, tenant, [...sample.pages, sample.document]);
  const send = await openApi();
  const join = (subject: string) => signIn(send, { tenant, subject });
  return { tenant, ann: await join('ann'), join };
}

const money = '{ amount currency }';
const line = `{ id sku description quantity unitPrice ${money} }`;
const versioned = 'id version createdAt createdBy updatedAt updatedBy status';
const ofEveryChange = 'requestId version at by kind';

const accountParts = {
  fields: `${versioned} owner balance ${money}`,
  changeFields: `${ofEveryChange} amount ${money} balance ${money} memo`,
};
const orderParts = {
  fields: `${versioned} customer note lines ${line} total ${money}`,
  changeFields: `${ofEveryChange} line ${line} total ${money} note`,
};

/** All that the sample is, as clients see it, and what happened since the version with that etag. */
async function show(by: Query, sample: Sample, etag: string): Promise<Result> {
  const { fields, changeFields } = isAccount(sample) ? accountParts : orderParts;
  const name = sample.document.kind;
  const { data, errors } = await by(
    `query ($id: ID!, $etag: ETag!) {
      one: ${name}(id: $id) {
        ...All
        history(first: 100) { edges { node { ${changeFields} } } }
        changesSince(etag: $etag) { complete changes { ${changeFields} } }
      }
      list: ${name}s { edges { node { ...All } } }
    }
    fragment All on ${isAccount(sample) ? 'Account' : 'Order'} { ${fields} }`,
    { id: sample.document.id, etag },
  );
  expect(errors).toBeUndefined();
  const { history, changesSince, ...entity } = data.one;
  return { entity, history: nodesIn(history).toReversed(), changesSince, list: nodesIn(data.list) };
}

const nodesIn = ({ edges }: Result): Result[] => edges.map(({ node }: Result) => node);

const decimals: Readonly<Record<string, number>> = { BHD: 3, USD: 2, JPY: 0 };

/** What is stored, with its money as clients see it. */
function toShown(stored: Result): Result {
  if (Array.isArray(stored)) return stored.map(toShown);
  if (!isRecord(stored)) return stored;
  const { minor, currency } = stored;
  if (typeof minor === 'number' && typeof currency === 'string') {
    const digits = decimals[currency] ?? NaN;
    return { amount: (minor / 10 ** digits).toFixed(digits), currency };
  }
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, toShown(value)]));
}

/** `fingerprint` and `baseEtag` are for the service alone. */
const changeToShown = ({ fingerprint: _hash, baseEtag: _etag, ...told }: Result) => toShown(told);

/** A change that the sample takes while it is not final, and what of its state is another after it. */
function oneMore({ document: { state } }: Sample) {
  if (!('balance' in state)) {
    const after = { note: 'one more' };
    return { mutation: 'setOrderNote', input: after, after } as const;
  }
  const { minor, currency } = state.balance;
  const input = { amount: toShown({ minor: 7, currency }) };
  return {
    mutation: 'deposit',
    input,
    after: { balance: { minor: minor + 7, currency } },
  } as const;
}

/** The kinds whose format is still that of the samples. A new number has samples of its own. */
const ofThisFormat = [accountKind, orderKind].filter(({ schema }) => schema === 1);

test.each(
  ofThisFormat
    .map(({ name }) => typeNameOf(name))
    .flatMap((type) => [`${type}Status`, `${type}ChangeKind`]),
)('there is a sample of each %s', async (type) => {
  const ann = await signIn(await openApi(), { tenant: newTenant() });
  const query = 'query ($type: String!) { result: __type(name: $type) { enumValues { name } } }';
  const { data } = await ann(query, { type });
  const ofType = samples.filter((sample) => type.startsWith('Account') === isAccount(sample));
  const there = type.endsWith('Status')
    ? ofType.map(({ document }) => document.state.status)
    : ofType.flatMap(changesIn).map(({ kind }) => kind);
  const known = data.result.enumValues.map(({ name }: Result) => name);
  expect(new Set(there)).toEqual(new Set(known));
});

/** With the name of each, for the names of the tests. */
const named = (some: readonly Sample[]) => some.map((sample) => ({ what: sample.what, sample }));

test.each(named(samples))(
  '$what is shown as it was stored, with its whole history',
  async ({ sample }) => {
    const { ann } = await open(sample);
    const { document } = sample;
    const stored = changesIn(sample);
    // The oldest version that the changes at hand lead on from.
    const first = document.changes.findIndex(({ baseEtag }: Result) => baseEtag !== null);
    const shown = await show(ann, sample, document.changes[first].baseEtag);
    const { at: updatedAt, by: updatedBy } = stored.at(-1);
    const { id, version, createdAt, createdBy, state } = document;
    const entity = { id, version, createdAt, createdBy, updatedAt, updatedBy, ...toShown(state) };
    expect(shown.entity).toMatchObject(entity);
    expect(shown.list).toEqual([shown.entity]);
    expect(shown.history).toMatchObject(stored.map(changeToShown));
    const since = document.changes.slice(first).map(changeToShown);
    expect(shown.changesSince).toMatchObject({ complete: true, changes: since });
  },
);

test.each(named(samples))('$what knows the requests that made it', async ({ sample }) => {
  const { tenant, join } = await open(sample);
  const { id } = sample.document;
  const before = await stored(tenant, id);
  for (const { by, mutation, input } of sample.requests) {
    const { replayed, change } = await mutate(await join(by), mutation, input);
    expect(replayed).toBe(true);
    const accepted = changesIn(sample).find(({ requestId }) => requestId === input.requestId);
    expect(change).toMatchObject(changeToShown(accepted));
  }
  expect(await stored(tenant, id)).toEqual(before);
});

test.each(named(samples.filter(isFinal)))('$what stays as it is', async ({ sample }) => {
  const { ann } = await open(sample);
  const before = await read(ann, sample.document.id);
  const { mutation, input } = oneMore(sample);
  const { id, etag: ifMatch } = before;
  expect(await mutate(ann, mutation, { id, ifMatch, ...input })).toMatchObject({
    __typename: isAccount(sample) ? 'AccountClosedError' : 'OrderStatusError',
  });
  expect(await read(ann, id)).toEqual(before);
});

test.each(named(samples.filter((sample) => !isFinal(sample))))(
  '$what takes one more change, and its history is whole',
  async ({ sample }) => {
    const { ann, tenant } = await open(sample);
    const { state, version } = sample.document;
    const { id, etag: ifMatch } = await read(ann, sample.document.id);
    const members = Object.keys(await stored(tenant, id));
    const { mutation, input, after } = oneMore(sample);
    await mutate(ann, mutation, { id, ifMatch, ...input });
    const { entity, history, changesSince } = await show(ann, sample, ifMatch);
    const change = { version: version + 1, by: 'ann', ...toShown(after) };
    expect(entity).toMatchObject({ version: version + 1, ...toShown({ ...state, ...after }) });
    expect(history).toMatchObject([...changesIn(sample).map(changeToShown), change]);
    expect(changesSince).toMatchObject({ complete: true, changes: [change] });
    // The first samples are older than the number of the format.
    const { schema: _number, ...written } = await stored(tenant, id);
    expect(new Set(Object.keys(written))).toEqual(new Set(members));
  },
);

test.each(named(samples.filter(({ pages }) => pages.length > 0)))(
  '$what goes on into another page',
  async ({ sample }) => {
    const { ann, tenant } = await open(sample);
    const { id, version, changes } = sample.document;
    const { etag } = await read(ann, id);
    const { mutation, input } = oneMore(sample);
    const more = 32 - changes.length;
    await mutateTimes(ann, mutation, { id, ifMatch: etag, ...input }, more);
    const number = sample.pages.length;
    expect(await stored(tenant, `${id}~${number}`)).toMatchObject({
      number,
      changes: changes.slice(0, 16),
    });
    const { history } = await show(ann, sample, etag);
    expect(history).toMatchObject([
      ...changesIn(sample).map(changeToShown),
      ...Array.from({ length: more }, (_, index) => ({ version: version + 1 + index })),
    ]);
  },
);
