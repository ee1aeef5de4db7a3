/** `npm run keys -- <issuer>`: the issuer's keys for JWT_JWKS, on stdout, or with `--azd` into the azd environment. */

import { readFile } from 'node:fs/promises';
import { parseArguments, runScript, ScriptError, textOf, UsageError } from '../../local/script.ts';
import { runCommand } from '../command.ts';
import { fetchIssuerKeys, overlap, parseKeys, printKeySet } from './issuerKeys.ts';

const usage = `usage: npm run --silent keys -- <issuer> [--keep <file or value>] [--if-changed] [--azd]
--keep        the JWT_JWKS so far: its keys that the issuer no longer lists stay for one more run
--if-changed  prints nothing where the keys are those of --keep
--azd         sets JWT_JWKS in the azd environment, whose JWT_ISSUER and JWT_JWKS are the issuer and --keep`;

const flag = { type: 'boolean', default: false } as const;

function readArguments() {
  const { values, positionals } = parseArguments({
    allowPositionals: true,
    options: { keep: { type: 'string' }, 'if-changed': flag, azd: flag },
  });
  const { azd } = values;
  const [issuer = azd ? textOf(process.env, 'JWT_ISSUER') : '', ...others] = positionals;
  if (issuer === '' || others.length > 0) throw new UsageError('give one issuer');
  const keep = values.keep ?? (azd ? textOf(process.env, 'JWT_JWKS') : '');
  return { issuer, keep, azd, ifChanged: values['if-changed'] };
}

/** Empty before the first deployment. */
async function readPrevious(keep: string) {
  if (keep === '') return [];
  if (keep.startsWith('{')) return parseKeys(keep, '--keep');
  const text = await readFile(keep, 'utf8').catch((cause: unknown) => {
    throw new ScriptError(`${keep} cannot be read`, { cause });
  });
  return text.trim() === '' ? [] : parseKeys(text, keep);
}

async function setInAzd(keySet: string): Promise<void> {
  const result = await runCommand('azd', ['env', 'set', 'JWT_JWKS', keySet]);
  if (!result) throw new ScriptError('there is no azd in PATH');
  if (!result.succeeded) throw new ScriptError(`azd env set failed: ${result.stderr}`);
}

await runScript(async () => {
  const { issuer, keep, azd, ifChanged } = readArguments();
  const previous = await readPrevious(keep);
  const published = await fetchIssuerKeys(issuer, (message) => console.error(message));
  const keySet = printKeySet(overlap(published, previous));
  if (azd) await setInAzd(keySet);
  else if (!ifChanged || keySet !== printKeySet(previous)) console.log(keySet);
}, usage);
