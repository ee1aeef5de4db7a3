/** What the inputs of orders have to be, and that all that is wrong with one is told. */
import { describe, expect, test } from 'vitest';
import { type LineInput, parseCreation, parseLine } from '../../src/domain/orderInput.ts';
import { isInvalid } from '../../src/versioned/refusal.ts';
import { money } from '../support/values.ts';

const priced = (price: string, quantity = 1): LineInput => {
  const [amount = '', currency = ''] = price.split(' ');
  return {
    sku: 'ESP-1',
    description: 'espresso machine',
    quantity,
    unitPrice: { amount, currency },
  };
};
const machine = priced('5000.00 USD', 2);
const creation = { customer: 'pete', currency: 'USD' };

/** The paths of all that is wrong with it, each as `lines.0.quantity`. */
function wrongWith(parsed: unknown): readonly string[] {
  return isInvalid(parsed) ? parsed.issues.map(({ path }) => path.join('.')) : [];
}

const wrongLines = (...lines: readonly LineInput[]) =>
  wrongWith(parseCreation({ ...creation, lines }));

describe('a new order', () => {
  test('has what was sent, with no lines and no note where there are none', () => {
    const bare = { ...creation, lines: [], note: null };
    expect(parseCreation(creation)).toEqual(bare);
    expect(parseCreation({ ...creation, lines: null, note: null })).toEqual(bare);
    expect(parseCreation({ ...creation, lines: [machine], note: 'by Friday' })).toEqual({
      ...creation,
      lines: [{ ...machine, unitPrice: money('5000.00 USD') }],
      note: 'by Friday',
    });
  });

  test('has at most 200 lines', () => {
    const lines = Array.from({ length: 201 }, () => machine);
    expect(wrongLines(...lines.slice(1))).toEqual([]);
    expect(wrongLines(...lines)).toEqual(['lines']);
  });

  test('has lines of its own currency: each other one is told at its line', () => {
    const lines = [priced('1 JPY'), machine, priced('1.00 EUR')];
    expect(wrongLines(...lines)).toEqual(['lines.0', 'lines.2']);
    expect(wrongWith(parseCreation({ ...creation, currency: 'JPY', lines }))).toEqual([
      'lines.1',
      'lines.2',
    ]);
  });

  test('has no line whose total passes 10^15 minor units', () => {
    const tooMuch = priced('10000000000.01 USD', 1000);
    expect(wrongLines(machine, tooMuch, tooMuch)).toEqual(['lines.1.quantity', 'lines.2.quantity']);
  });

  test('has no total that passes 10^15 minor units: told at the line with which it does', () => {
    const most = priced('10000000000.00 USD', 1000);
    expect(wrongLines(most, priced('0 USD'))).toEqual([]);
    expect(wrongLines(most, priced('0 USD'), priced('0.01 USD'), machine)).toEqual([
      'lines.2.quantity',
    ]);
  });

  test('is told of all that is wrong with it, in the order of the input', () => {
    const wrong = { sku: '', description: '', quantity: 0, unitPrice: priced('-1 XXX').unitPrice };
    const lines = [wrong, { ...priced('1.00 EUR'), sku: '' }, ...Array(199).fill(machine)];
    const parsed = parseCreation({ customer: '', currency: 'USD', lines, note: '\0' });
    expect(wrongWith(parsed)).toEqual([
      'customer',
      'lines',
      'lines.0.sku',
      'lines.0.description',
      'lines.0.quantity',
      'lines.0.unitPrice.amount',
      'lines.0.unitPrice.currency',
      'lines.1',
      'lines.1.sku',
      'note',
    ]);
  });

  test('of no currency at all is told of that, and not that its lines are of another', () => {
    const parsed = parseCreation({
      ...creation,
      currency: 'XXX',
      lines: [machine, priced('1 JPY')],
    });
    expect(wrongWith(parsed)).toEqual(['currency']);
  });
});

test('a line whose total passes the bound is told at its quantity, whatever else is wrong', () => {
  const tooMuch = { ...priced('9999999999999.99 USD', 2), sku: '' };
  expect(wrongWith(parseLine(tooMuch, ['line']))).toEqual(['line.sku', 'line.quantity']);
});
