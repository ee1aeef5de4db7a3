/** `npm run keys -- <issuer>`: the issuer's keys for JWT_JWKS, on stdout, or with `--azd` into the azd environment. */

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runCommand } from '../command.ts';
import { textOf } from '../../local/environment.ts';
import { fetchIssuerKeys, KeysError, overlap, parseKeys, printKeySet } from './issuerKeys.ts';

const usage = `usage: npm run --silent keys -- <issuer> [--keep <file or value>] [--if-changed] [--azd]
--keep        the JWT_JWKS so far: its keys that the issuer no longer lists stay for one more run
--if-changed  prints nothing where the keys are those of --keep
--azd         sets JWT_JWKS in the azd environment, whose JWT_ISSUER and JWT_JWKS are the issuer and --keep`;

class UsageError extends Error {}

function readArguments() {
  const { values, positionals } = parse();
  const { azd } = values;
  const [issuer = azd ? textOf(process.env, 'JWT_ISSUER') : '', ...others] = positionals;
  if (issuer === '' || others.length > 0) throw new UsageError('give one issuer');
  const keep = values.keep ?? (azd ? textOf(process.env, 'JWT_JWKS') : '');
  return { issuer, keep, azd, ifChanged: values['if-changed'] };
}

function parse() {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = { keep: { type: 'string' }, 'if-changed': flag, azd: flag } as const;
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message, { cause: error });
  }
}

/** Empty before the first deployment. */
async function readPrevious(keep: string) {
  if (keep === '') return [];
  if (keep.startsWith('{')) return parseKeys(keep, '--keep');
  const text = await readFile(keep, 'utf8').catch((cause: unknown) => {
    throw new KeysError(`${keep} cannot be read`, { cause });
  });
  return text.trim() === '' ? [] : parseKeys(text, keep);
}

async function setInAzd(keySet: string): Promise<void> {
  const result = await runCommand('azd', ['env', 'set', 'JWT_JWKS', keySet]);
  if (result.type === 'NotRun') throw new KeysError('there is no azd in PATH');
  if (!result.succeeded) throw new KeysError(`azd env set failed: ${result.stderr}`);
}

try {
  const { issuer, keep, azd, ifChanged } = readArguments();
  const previous = await readPrevious(keep);
  const published = await fetchIssuerKeys(issuer, (message) => console.error(message));
  const keySet = printKeySet(overlap(published, previous));
  if (azd) await setInAzd(keySet);
  else if (!ifChanged || keySet !== printKeySet(previous)) console.log(keySet);
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof KeysError)) throw error;
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `${error.message}\n${usage}` : error.message);
  process.exitCode = isUsage ? 2 : 1;
}
