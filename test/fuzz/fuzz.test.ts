/** A short run of the fuzzer, and faults that it has to find: `npm run fuzz` is the same for as long as one likes. */
import { expect, test } from 'vitest';
import { runScript } from '../support/processes/run.ts';

function run(...args: readonly string[]) {
  return runScript(new URL('./run.ts', import.meta.url), ['--seed', '1', ...args]);
}

test('no input crashes, hangs or opens the API', { timeout: 120_000 }, async () => {
  const { code, stdout } = await run('--seconds', '5');
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^\d+ each of documents, .* MB held\n/),
  ]);
});

test.concurrent.each([
  ['crash', /^found by documents: .*updatedBy.*TypeError: planted.*again with: .* --seed 1\n$/s],
  ['message', /^found by documents: .*updatedBy.*AssertionError.*again with: .* --seed 1\n$/s],
  ['hang', /^it gave no answer within 10 s: documents: .*updatedBy.*again with: .* --seed 1\n$/s],
  ['exit', /^it ended with 3: documents: .*updatedBy.*again with: .* --seed 1\n$/s],
  ['leak', /MB held\nfound: it held [\d.]+ MB at first\n$/],
])('a planted %s is found', { timeout: 120_000 }, async (plant, told) => {
  const { code, stdout } = await run('--seconds', '60', '--patience', '10', '--plant', plant);
  expect([code, stdout]).toEqual([1, expect.stringMatching(told)]);
});
