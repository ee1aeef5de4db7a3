/** `npm run lab -- --seconds 60 --instances 4 --clients 16 --faults all --seed 1`. */
import { parseArguments, runScript, UsageError } from '../../src/local/script.ts';
import { positive } from '../support/positive.ts';
import { type Faults, parseFaults } from './faults/faults.ts';
import { runLaboratory } from './laboratory.ts';
import { createProgress, describeViolations, table } from './report.ts';

/** What is recorded stays in memory until it is checked, so a long run is several in a row, each with its own seed. */
const longestRunSeconds = 300;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The processes that it started end with their channel to this one.
  process.once(signal, () => process.exit(1));
}

await runScript(async () => {
  const { values } = parseArguments({
    options: {
      seconds: { type: 'string', default: '60' },
      instances: { type: 'string', default: '4' },
      clients: { type: 'string', default: '16' },
      faults: { type: 'string', default: 'all' },
      seed: { type: 'string', default: '1' },
    },
  });
  const faults = faultsOf(values.faults);
  const [total, instances, clients, firstSeed] = [
    positive('seconds', values.seconds),
    positive('instances', values.instances),
    positive('clients', values.clients),
    positive('seed', values.seed),
  ];

  for (let seed = firstSeed, left = total; left > 0; seed += 1, left -= longestRunSeconds) {
    const seconds = Math.min(left, longestRunSeconds);
    const command =
      `npm run lab -- --seconds ${seconds} --instances ${instances} --clients ${clients} ` +
      `--faults ${values.faults} --seed ${seed}`;
    console.log(command);
    const progress = createProgress(process.stdout, () => performance.now());
    const verdict = await runLaboratory({
      seconds,
      instances,
      clients,
      faults,
      seed,
      onProgress: progress.show,
    });
    progress.end();
    console.log(table(verdict));
    if (verdict.violations.length > 0) {
      console.log(`${describeViolations(verdict)}\n\nagain with: ${command}`);
      process.exitCode = 1;
      break;
    }
  }
});

function faultsOf(text: string): Faults {
  const parsed = parseFaults(text);
  if (typeof parsed === 'string') throw new UsageError(parsed);
  return parsed;
}
