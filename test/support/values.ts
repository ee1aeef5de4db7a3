/** Domain values as tests write them: short, and refused loudly where they are not values at all. */
import * as fc from 'fast-check';
import { currencyCodes } from '../../src/domain/currency.ts';
import type { Etag } from '../../src/versioned/change.ts';
import type { Intent } from '../../src/versioned/entity.ts';
import { type Ksuid, mintKsuid, parseKsuid } from '../../src/versioned/id.ts';
import { largestMinor, type Money, parseCurrency, parsePrice } from '../../src/domain/money.ts';

/** `money('100.00 USD')`. */
export function money(text: string): Money {
  const [amount = '', currency = ''] = text.split(' ');
  return expectValue(parsePrice({ amount, currency }, []));
}

export function currency(code: string) {
  return expectValue(parseCurrency(code, []));
}

export function ksuid(text: string): Ksuid {
  return expectValue(parseKsuid(text));
}

/** The n-th of the KSUIDs of one test: they sort as their numbers do. */
export function numbered(n: number): Ksuid {
  return mintKsuid(new Date(Date.UTC(2026, 0, 1) + n * 1000), new Uint8Array(16));
}

export function etag(text: string): Etag {
  return text as Etag; // only the database makes etags, and a test plays it
}

export function intent(requestId: Ksuid = numbered(1), over: Partial<Intent> = {}): Intent {
  const at = '2026-01-01T12:00:00.000Z';
  return { requestId, fingerprint: `fingerprint of ${requestId}`, by: 'alice', at, ...over };
}

/** Every object in it refuses to be changed. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

export const anyCurrency = fc.constantFrom(...currencyCodes).map(currency);

/** Amounts of all sizes, with those at the bounds more often than chance has it. */
export const anyMinor: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 0, max: largestMinor }),
  fc.integer({ min: 0, max: 20_000 }),
  fc.integer({ min: largestMinor - 3, max: largestMinor }),
);

export const anyMoney: fc.Arbitrary<Money> = fc.record({ minor: anyMinor, currency: anyCurrency });

function expectValue<Value>(
  value: Value,
): Exclude<Value, undefined | { readonly type: 'InvalidInputError' }> {
  const refused =
    value === undefined || (typeof value === 'object' && value !== null && 'type' in value);
  if (refused) throw new Error(`a test wrote a value that is none: ${JSON.stringify(value)}`);
  return value as Exclude<Value, undefined | { readonly type: 'InvalidInputError' }>; // just checked
}
