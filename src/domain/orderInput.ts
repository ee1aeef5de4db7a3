/** What the inputs of orders have to be: all that an input alone can get wrong is found here, and told at once. */
import { type CurrencyCode, isCurrencyCode } from './currency.ts';
import { currencyMismatch, type DecimalMoney, parseCurrency, parsePrice, times } from './money.ts';
import {
  type Creation,
  mostLines,
  type NewLine,
  parseQuantity,
  totalOf,
  totalTooLarge,
} from './order.ts';
import { invalid, type InvalidInputError, isInvalid, parseAll } from '../versioned/refusal.ts';
import { parseOptional, parseText } from './text.ts';

export interface LineInput {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: DecimalMoney;
}

export interface CreationInput {
  readonly customer: string;
  readonly currency: string;
  readonly lines?: readonly LineInput[] | null | undefined;
  readonly note?: string | null | undefined;
}

export function parseCreation(input: CreationInput): Creation | InvalidInputError {
  const currency = parseCurrency(input.currency, ['currency']);
  return parseAll({
    customer: parseText(input.customer, ['customer']),
    currency,
    lines: parseLines(input.lines ?? [], isInvalid(currency) ? undefined : currency),
    note: parseOptional(input.note, ['note']),
  });
}

export function parseLine(
  { sku, description, quantity: count, unitPrice: price }: LineInput,
  path: readonly string[],
): NewLine | InvalidInputError {
  const quantityPath = [...path, 'quantity'];
  const quantity = parseQuantity(count, quantityPath);
  const unitPrice = parsePrice(price, [...path, 'unitPrice']);
  const isTooMuch = !isInvalid(quantity) && !isInvalid(unitPrice) && !times(unitPrice, quantity);
  return parseAll({
    sku: parseText(sku, [...path, 'sku']),
    description: parseText(description, [...path, 'description']),
    quantity: isTooMuch ? totalTooLarge(quantityPath) : quantity,
    unitPrice,
  });
}

/** What hangs on the order's currency is not asked where that is none. */
function parseLines(
  inputs: readonly LineInput[],
  currency: CurrencyCode | undefined,
): readonly NewLine[] | InvalidInputError {
  const tooMany = inputs.length > mostLines;
  const parsed = parseAll({
    count: tooMany ? invalid(['lines'], `An order has at most ${mostLines} lines.`) : undefined,
    lines: parseAll(
      inputs.map((input, index) => parseLineOf(input, currency, ['lines', String(index)])),
    ),
  });
  if (isInvalid(parsed)) return parsed;
  return (currency && refuseTotal(parsed.lines, currency)) ?? parsed.lines;
}

function parseLineOf(
  input: LineInput,
  currency: CurrencyCode | undefined,
  path: readonly string[],
): NewLine | InvalidInputError {
  const { currency: code } = input.unitPrice;
  const mismatch = currency && isCurrencyCode(code) ? currencyMismatch(currency, code) : undefined;
  const parsed = parseAll({
    mismatch: mismatch && invalid(path, mismatch.message),
    line: parseLine(input, path),
  });
  return isInvalid(parsed) ? parsed : parsed.line;
}

/** At the line with which the total passes the bound. */
function refuseTotal(
  lines: readonly NewLine[],
  currency: CurrencyCode,
): InvalidInputError | undefined {
  if (totalOf(lines, currency)) return undefined;
  const passing = lines.findIndex((_, index) => !totalOf(lines.slice(0, index + 1), currency));
  return totalTooLarge(['lines', String(passing), 'quantity']);
}
