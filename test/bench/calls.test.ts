import { expect, test } from 'vitest';
import { isAsExpected } from './calls.ts';

const expectation = { text: '"__typename":"Order"', times: 2 };
const order = '{"__typename":"Order"}';

test('an answer has to contain what is expected, as often as it is expected', () => {
  expect(isAsExpected({ status: 200, text: `[${order},${order}]` }, expectation)).toBe(true);
  expect(isAsExpected({ status: 200, text: `[${order}]` }, expectation)).toBe(false);
  expect(isAsExpected({ status: 200, text: `[${order},${order},${order}]` }, expectation)).toBe(
    false,
  );
});

test('an answer that is not 200 is never as expected', () => {
  expect(isAsExpected({ status: 503, text: `[${order},${order}]` }, expectation)).toBe(false);
});
