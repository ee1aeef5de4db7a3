import { describe, expect, test } from 'vitest';
import { newTenant, openApi, type Query, signIn } from '../../support/api.ts';
import type { Mutation } from '../../support/declared/declared.ts';
import { documentOf } from '../../support/declared/documents.ts';

const send = await openApi();

async function mutate(by: Query, mutation: Mutation, input: object) {
  const { data, errors } = await by(documentOf(mutation), { input });
  expect(errors).toBeUndefined();
  return data.result;
}

const money = (text: string) => {
  const [amount, currency] = text.split(' ');
  return { amount, currency };
};

async function newAccount(currency: string) {
  const alice = await signIn(send, { tenant: newTenant() });
  const { account } = await mutate(alice, 'openAccount', { owner: 'ann', currency });
  /** Each under the etag of the one before. */
  const move = async (mutation: 'deposit' | 'withdraw', amount: string) => {
    const input = { id: account.id, ifMatch: account.etag, amount: money(amount) };
    const result = await mutate(alice, mutation, { ...input, onConflict: 'REAPPLY' });
    return result;
  };
  return { alice, account, move };
}

async function newOrder(currency: string, lines: readonly object[] = []) {
  const alice = await signIn(send, { tenant: newTenant() });
  const result = await mutate(alice, 'createOrder', { customer: 'ann', currency, lines });
  return { alice, order: result.order, result };
}

const line = (quantity: number, unitPrice: string) => ({
  sku: 'm1',
  description: 'mug',
  quantity,
  unitPrice: money(unitPrice),
});

describe('a currency has its own decimals', () => {
  test.each([
    ['JPY', '0', '100', '30', '70'],
    ['USD', '0.00', '100.00', '99.99', '0.01'],
    ['BHD', '0.000', '1.005', '1.000', '0.005'],
    ['CLF', '0.0000', '0.0003', '0.0001', '0.0002'],
    ['PKR', '0.00', '1.50', '0.50', '1.00'],
  ])('%s', async (currency, zero, deposited, withdrawn, left) => {
    const { account, move } = await newAccount(currency);
    expect(account.balance).toEqual({ amount: zero, currency });
    const into = await move('deposit', `${deposited} ${currency}`);
    expect(into.change).toMatchObject({
      amount: { amount: deposited, currency },
      balance: { amount: deposited, currency },
      summary: `deposited ${deposited} ${currency}`,
    });
    const out = await move('withdraw', `${withdrawn} ${currency}`);
    expect(out.account.balance).toEqual({ amount: left, currency });
  });

  test.each([
    ['100 USD', '100.00'],
    ['0.1 USD', '0.10'],
    ['1.5 BHD', '1.500'],
  ])('fewer are filled up: %s is %s', async (amount, balance) => {
    const { move } = await newAccount(amount.slice(-3));
    expect((await move('deposit', amount)).account.balance.amount).toBe(balance);
  });

  test.each(['100.0 JPY', '1.5 JPY', '1.000 USD', '1.001 USD', '1.0000 BHD', '0.0001 BHD'])(
    'more are refused, even zeros: %s',
    async (amount) => {
      const currency = amount.slice(-3);
      const { alice, account, move } = await newAccount(currency);
      for (const mutation of ['deposit', 'withdraw'] as const) {
        expect(await move(mutation, amount)).toMatchObject({
          __typename: 'InvalidInputError',
          path: ['input', 'amount', 'amount'],
        });
      }
      const { order } = await newOrder(currency);
      const added = await mutate(alice, 'addOrderLine', {
        id: order.id,
        ifMatch: order.etag,
        line: line(1, amount),
      });
      expect(added).toMatchObject({
        __typename: 'InvalidInputError',
        path: ['input', 'line', 'unitPrice', 'amount'],
      });
      expect(account.version).toBe(1);
    },
  );

  test('many small amounts add up exactly', async () => {
    const { move } = await newAccount('USD');
    let result;
    for (const amount of ['0.10', '0.20', '0.70', '1000000000000.03']) {
      result = await move('deposit', `${amount} USD`);
    }
    expect(result.account.balance.amount).toBe('1000000000001.03');
    expect((await move('withdraw', '1000000000001.02 USD')).account.balance.amount).toBe('0.01');
  });
});

describe('an amount that moves', () => {
  test.each(['0 USD', '0.00 USD', '-0.01 USD', '-100.00 USD', '-0 USD'])(
    'is more than nothing, not %s',
    async (amount) => {
      const { move } = await newAccount('USD');
      for (const mutation of ['deposit', 'withdraw'] as const) {
        expect(await move(mutation, amount)).toMatchObject({
          __typename: 'InvalidInputError',
          path: ['input', 'amount', 'amount'],
        });
      }
    },
  );

  test.each(['XXX', 'ZZZ', 'XAU', 'BTC'])('has a currency that has money: not %s', async (code) => {
    const { move } = await newAccount('USD');
    expect(await move('deposit', `1 ${code}`)).toMatchObject({
      __typename: 'InvalidInputError',
      path: ['input', 'amount', 'currency'],
    });
  });
});

describe('no balance passes 10^15 minor units', () => {
  test.each([
    ['USD', '10000000000000.00', '0.01', '10000000000000.01'],
    ['JPY', '1000000000000000', '1', '1000000000000001'],
    ['BHD', '1000000000000.000', '0.001', '1000000000000.001'],
  ])('%s', async (currency, most, least, more) => {
    const { alice, account, move } = await newAccount(currency);
    const tooMuch = { __typename: 'InvalidInputError', path: ['input', 'amount', 'amount'] };
    expect(await move('deposit', `${more} ${currency}`)).toMatchObject(tooMuch);
    expect(await move('deposit', `9999999999999999 ${currency}`)).toMatchObject(tooMuch);
    const full = await move('deposit', `${most} ${currency}`);
    expect(full.account.balance.amount).toBe(most);
    expect(await move('deposit', `${least} ${currency}`)).toMatchObject(tooMuch);
    const { data } = await alice('query ($id: ID!) { account(id: $id) { version } }', account);
    expect(data.account.version).toBe(2);
    expect((await move('withdraw', `${most} ${currency}`)).account.balance.amount).toMatch(/^0/);
  });
});

const tooMuch = (...path: readonly string[]) => ({
  __typename: 'InvalidInputError',
  path: ['input', ...path],
});

describe('no total of an order passes 10^15 minor units', () => {
  const most = '10000000000000.00 USD';
  test('by a price', async () => {
    expect((await newOrder('USD', [line(1, most)])).order.total).toEqual(money(most));
    const more = await newOrder('USD', [line(1, '0 USD'), line(1, '10000000000000.01 USD')]);
    expect(more.result).toMatchObject(tooMuch('lines', '1', 'unitPrice', 'amount'));
  });

  test('by a quantity', async () => {
    const { alice, order } = await newOrder('USD', [line(1, '10000000.01 USD')]);
    const [{ id: lineId }] = order.lines;
    const input = { id: order.id, ifMatch: order.etag, lineId, quantity: 1_000_000 };
    expect(await mutate(alice, 'changeOrderLine', input)).toMatchObject(tooMuch('quantity'));
    const { result } = await newOrder('USD', [line(1_000_000, '10000000.01 USD')]);
    expect(result).toMatchObject(tooMuch('lines', '0', 'quantity'));
  });

  test('by one line more', async () => {
    const { alice, order } = await newOrder('USD', [line(1, most)]);
    const adding = { id: order.id, ifMatch: order.etag, line: line(1, '0.01 USD') };
    expect(await mutate(alice, 'addOrderLine', adding)).toMatchObject(tooMuch('line', 'quantity'));
    const { result } = await newOrder('USD', [line(1, most), line(1, '0.01 USD')]);
    expect(result).toMatchObject(tooMuch('lines', '1', 'quantity'));
  });
});

describe('a price', () => {
  test('may be nothing', async () => {
    const { order } = await newOrder('JPY', [line(3, '0 JPY')]);
    expect(order.lines[0]).toMatchObject({ unitPrice: money('0 JPY'), total: money('0 JPY') });
    expect(order.total).toEqual(money('0 JPY'));
  });

  test('is not less than nothing', async () => {
    const { result } = await newOrder('USD', [line(1, '1.00 USD'), line(1, '-0.01 USD')]);
    expect(result).toMatchObject({
      __typename: 'InvalidInputError',
      path: ['input', 'lines', '1', 'unitPrice', 'amount'],
    });
  });

  test('counts as often as its quantity says', async () => {
    const { order } = await newOrder('BHD', [line(3, '0.333 BHD'), line(1_000_000, '0.001 BHD')]);
    expect(order.lines.map(({ total }: { readonly total: object }) => total)).toEqual([
      money('0.999 BHD'),
      money('1000.000 BHD'),
    ]);
    expect(order.total).toEqual(money('1000.999 BHD'));
  });
});

describe('another currency', () => {
  const mismatch = `... on CurrencyMismatchError { expected got }`;

  test.each(['deposit', 'withdraw'] as const)('is refused by %s', async (mutation) => {
    const { alice, account } = await newAccount('USD');
    const Input = mutation === 'deposit' ? 'DepositInput' : 'WithdrawInput';
    const { data } = await alice(
      `mutation ($input: ${Input}!) { ${mutation}(input: $input) { __typename ${mismatch} } }`,
      { input: { id: account.id, ifMatch: account.etag, amount: money('1.00 EUR') } },
    );
    expect(data[mutation]).toEqual({
      __typename: 'CurrencyMismatchError',
      expected: 'USD',
      got: 'EUR',
    });
  });

  test('is refused by addOrderLine', async () => {
    const { alice, order } = await newOrder('USD');
    const { data } = await alice(
      `mutation ($input: AddOrderLineInput!) { addOrderLine(input: $input) { __typename ${mismatch} } }`,
      { input: { id: order.id, ifMatch: order.etag, line: line(1, '100 JPY') } },
    );
    expect(data.addOrderLine).toEqual({
      __typename: 'CurrencyMismatchError',
      expected: 'USD',
      got: 'JPY',
    });
  });

  test('is invalid input at the line in createOrder, whose union has no other name for it', async () => {
    const { result } = await newOrder('USD', [line(1, '1.00 USD'), line(1, '1.00 EUR')]);
    expect(result).toMatchObject({
      __typename: 'InvalidInputError',
      path: ['input', 'lines', '1'],
    });
  });

  test.each(['XXX', 'ZZZ', 'DEM'])(
    '%s is none that an account or an order can have',
    async (currency) => {
      const alice = await signIn(send, { tenant: newTenant() });
      const invalid = { __typename: 'InvalidInputError', path: ['input', 'currency'] };
      expect(await mutate(alice, 'openAccount', { owner: 'ann', currency })).toMatchObject(invalid);
      expect(await mutate(alice, 'createOrder', { customer: 'ann', currency })).toMatchObject(
        invalid,
      );
    },
  );
});
