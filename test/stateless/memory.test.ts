/** A tenth of `node test/stateless/memory.ts`, which sends 50,000 requests and takes minutes. */
import { expect, inject, test } from 'vitest';
import { measure } from './memory.ts';

test(
  'an instance holds after 5,000 requests no more than a tenth above what it held after 500',
  { timeout: 180_000 },
  async () => {
    const [early, late] = await measure(inject('cosmos'), [500, 5000]);
    // They were what they are meant to be: answers of all kinds, and no failure.
    expect(Object.keys(late?.outcomes ?? {}).toSorted()).toEqual([
      '200 GRAPHQL_PARSE_FAILED',
      '200 GRAPHQL_VALIDATION_FAILED',
      '401 UNAUTHENTICATED',
      'AccountChanged',
      'AccountConflictError',
      'InsufficientFundsError',
      'OrderChanged',
      'OrderConflictError',
      'nothing',
      'read',
      'replayed',
    ]);
    expect(late?.requests).toBe(5000);
    expect((late?.bytes ?? Infinity) / (early?.bytes ?? 0)).toBeLessThan(1.1);
  },
);
