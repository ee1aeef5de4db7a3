/** The tests of the API again, where no code outlives a request: freshHandler.ts. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCommand } from '../../src/local/command.ts';

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

test('the whole API suite passes with a fresh module graph for every request', async () => {
  // What this vitest told its own worker is nothing to the other.
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
  const suite = await runCommand(
    process.execPath,
    [vitest, 'run', 'test/api', '--maxWorkers=1', '--testTimeout=120000'],
    { ...Object.fromEntries(environment), ORDERDESK_FRESH: '1' },
  );

  expect(suite).toMatchObject({
    succeeded: true,
    stdout: expect.stringMatching(/Tests\s+\d{3,} passed \(/),
  });
}, 900_000);
