/** `npm run fuzz -- --seconds 60 --seed 1`: ends with 1 where something was found. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { containers } from '../../src/cosmos/containers.ts';
import { startCosmosDb } from '../../src/local/cosmosdb/server.ts';
import { developmentSettings } from '../../src/local/keys.ts';
import { parseArguments, runScript } from '../../src/local/script.ts';
import { positive } from '../support/positive.ts';

await runScript(async () => {
  const { values } = parseArguments({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      /** After so many seconds without a next input, the last one hangs. */
      patience: { type: 'string', default: '30' },
      /** The name of a fault that is to be found. */
      plant: { type: 'string', default: '' },
    },
  });
  const { seconds, seed, patience, plant } = values;
  positive('seconds', seconds);
  positive('seed', seed);
  const patienceMs = positive('patience', patience) * 1000;

  const database = 'orderdesk-fuzz';
  await using cosmos = await startCosmosDb({ database, containers });
  // A process of its own, which may hang or die.
  const fuzzer = fork(new URL('fuzzer.ts', import.meta.url), [seconds, seed, plant], {
    execArgv: ['--expose-gc'],
    env: {
      ...(await developmentSettings()),
      NODE_ENV: 'production',
      COSMOS_ENDPOINT: cosmos.endpoint,
      COSMOS_KEY: cosmos.key,
      COSMOS_DATABASE: database,
      CORS_ORIGINS: 'https://example.org',
      GRAPHQL_INTROSPECTION: 'true',
    },
  });
  let last: unknown;
  let hang: NodeJS.Timeout | undefined;
  fuzzer.on('message', (input) => {
    last = input;
    clearTimeout(hang);
    hang = setTimeout(() => fuzzer.kill('SIGKILL'), patienceMs);
  });
  const [code] = await once(fuzzer, 'exit');
  clearTimeout(hang);
  if (code !== 0 && code !== 1) {
    const how = code === null ? `gave no answer within ${patience} s` : `ended with ${code}`;
    console.log(`it ${how}: ${String(last)}`);
  }
  process.exitCode = code === 0 ? 0 : 1;
});
