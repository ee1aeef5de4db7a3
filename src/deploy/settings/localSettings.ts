/** `npm run settings`: local.settings.json for `func start`, made from the sample, with the development key in it. */

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { developmentSettings } from '../../local/keys.ts';
import { runScript, ScriptError } from '../../local/script.ts';
import { isRecord } from '../../record.ts';
import { readSettings } from '../../settings/read.ts';
import { readJsonFile } from './jsonFile.ts';
import { problemsIn } from './jsonSchema.ts';

type Values = Readonly<Record<string, unknown>>;

interface LocalSettings {
  readonly Values: Values;
}

const root = new URL('../../../', import.meta.url);

/** Writes `local.settings.json` in the folder, which has the sample, and answers with what it did and what it found. */
export async function writeLocalSettings(
  folder: URL,
  development: Readonly<Record<string, string>>,
): Promise<{ readonly done: string; readonly problems: readonly string[] }> {
  const file = new URL('local.settings.json', folder);
  const sample = new URL('local.settings.sample.json', folder);
  const written = await readJsonFile(file);
  const settings = written === undefined ? await readJsonFile(sample) : written;
  assertLocalSettings(settings, written === undefined ? sample : file);
  const { values, done } = fillIn(settings.Values, development);
  const filled = { ...settings, Values: values };
  const made = written === undefined;
  if (made || values !== settings.Values) {
    // Nobody else may read a new one: a person may put a key into it.
    await writeFile(file, `${JSON.stringify(filled, null, 2)}\n`, { mode: 0o600 });
  }
  return {
    done: `local.settings.json ${made ? 'is made from the sample, and ' : ''}${done}`,
    problems: await findProblems(filled),
  };
}

/** The schema knows what else may be in the file; what it cannot say of a setting, the code that reads it does. */
async function findProblems(settings: LocalSettings): Promise<readonly string[]> {
  const problems = await problemsIn('localSettings', settings);
  if (problems.length > 0) return problems;
  const read = readSettings(settings.Values as Readonly<Record<string, string>>); // as the schema says
  return read.type === 'Settings' ? [] : read.problems.map((problem) => `Values.${problem}`);
}

/** The person's own values stay, and so do keys that are not ours to choose. */
function fillIn(
  values: Values,
  development: Readonly<Record<string, string>>,
): { readonly values: Values; readonly done: string } {
  const textOf = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  if (!['', development['JWT_ISSUER']].includes(textOf('JWT_ISSUER'))) {
    return { values, done: 'is as it was: set the keys of its JWT_ISSUER yourself' };
  }
  if (textOf('JWT_JWKS') === '' && textOf('JWT_JWKS_URI') !== '') {
    return { values, done: 'is as it was: its keys come from its JWT_JWKS_URI' };
  }
  const missing = Object.entries(development).filter(([name, value]) =>
    name === 'JWT_JWKS' ? textOf(name) !== value : textOf(name) === '',
  );
  if (missing.length === 0) return { values, done: 'is as it was: it has the development key' };
  return {
    values: { ...values, ...Object.fromEntries(missing) },
    done: 'now has the key that npm run token signs with',
  };
}

function assertLocalSettings(value: unknown, file: URL): asserts value is LocalSettings {
  const path = fileURLToPath(file);
  if (!isRecord(value) || !isRecord(value['Values'])) {
    throw new ScriptError(`${path} has no Values: remove it to begin with the sample`);
  }
  if (value['IsEncrypted'] === true) {
    throw new ScriptError(`${path} is encrypted: run func settings decrypt first`);
  }
}

if (import.meta.main) {
  await runScript(async () => {
    const { done, problems } = await writeLocalSettings(root, await developmentSettings());
    console.log(done);
    for (const problem of problems) console.error(`- ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  });
}
