/** The tests of the API again: where no code outlives a request (freshHandler.ts), and on the path of trusted operations. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCommand } from '../../src/deploy/command.ts';

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

test.each([
  ['with a fresh module graph for every request', 'ORDERDESK_FRESH'],
  ['with trusted operations in place of texts', 'ORDERDESK_TRUSTED'],
])(
  'the whole API suite passes %s',
  async (_how, variable) => {
    // What this vitest told its own worker is nothing to the other.
    const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
    const suite = await runCommand(
      process.execPath,
      [vitest, 'run', 'test/api', '--maxWorkers=1', '--testTimeout=120000'],
      { ...Object.fromEntries(environment), [variable]: '1' },
    );

    expect(suite).toMatchObject({
      succeeded: true,
      stdout: expect.stringMatching(/Tests\s+\d{3,} passed \(/),
    });
  },
  900_000,
);
