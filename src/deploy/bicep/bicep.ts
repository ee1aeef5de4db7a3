/**
 * `npm run bicep`: the deployment compiles without a remark, and what is derived of it is as it would be made anew: the
 * containers from the code, the format, the snapshots. `-- --update` writes all of that.
 */

import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { containers } from '../../cosmos/containers.ts';
import { parseArguments, runScript } from '../../local/script.ts';
import { runCommand } from '../command.ts';
import { findCompiler } from './compiler.ts';

/** Runs the compiler, and answers what it says where it should have nothing to say. */
type Bicep = (...args: readonly string[]) => Promise<readonly string[]>;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folders = ['bicep', join('test', 'bicep')];

// Made up, and always the same, since the snapshots hold them.
const target = {
  'tenant-id': '00000000-0000-0000-0000-000000000001',
  'subscription-id': '00000000-0000-0000-0000-000000000002',
  'resource-group': 'order-desk',
  location: 'westeurope',
  'deployment-name': 'order-desk',
};

// The sample reads them from the environment, where an operator has put them.
const sampleEnv = {
  JWT_ISSUER: 'https://login.example.com/',
  JWT_AUDIENCE: 'order-desk',
  JWT_JWKS: '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}',
};

function bicepOf(path: string, env: NodeJS.ProcessEnv): Bicep {
  return async (...args) => {
    const result = await runCommand(path, args, { ...env, ...sampleEnv });
    if (!result) return [`${path} does not run`];
    if (result.succeeded && result.stderr === '') return [];
    return [result.stderr || result.stdout || `bicep ${args.join(' ')} failed`];
  };
}

/** Writes what is derived into the project, or into a copy of its folders. */
async function update(bicep: Bicep, project: string): Promise<readonly string[]> {
  await writeJson(join(project, 'bicep', 'containers.json'), containers);
  const formatted = await Promise.all(
    folders.map((folder) => bicep('format', '--pattern', join(project, folder, '**/*.bicep*'))),
  );
  const tests = join(project, 'test', 'bicep');
  const sets = (await readdir(tests)).filter((name) => name.endsWith('.bicepparam'));
  const options = Object.entries(target).flatMap(([name, value]) => [`--${name}`, value]);
  const made = await Promise.all(
    sets.map(async (set) => {
      const path = join(tests, set);
      const problems = await bicep('snapshot', path, '--mode', 'overwrite', ...options);
      if (problems.length === 0) await sortOutputs(path.replace('.bicepparam', '.snapshot.json'));
      return problems;
    }),
  );
  return [...formatted, ...made].flat();
}

/** The compiler writes them in another order each time. */
async function sortOutputs(path: string): Promise<void> {
  const { outputs, ...rest } = JSON.parse(await readFile(path, 'utf8')) as {
    readonly outputs: object;
  }; // the compiler's own form
  const sorted = Object.entries(outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  await writeJson(path, { ...rest, outputs: Object.fromEntries(sorted) });
}

async function writeJson(path: string, value: object): Promise<void> {
  const options = await resolveConfig(join(root, 'package.json'));
  await writeFile(path, await format(JSON.stringify(value), { ...options, parser: 'json' }));
}

/** The compiler writes in place only, so what an update would change is seen in a copy. */
async function check(bicep: Bicep): Promise<readonly string[]> {
  // It refers to every template, so the remarks on those are told here, too.
  const remarks = await bicep('build-params', join(root, 'bicep', 'main.bicepparam'), '--stdout');
  if (remarks.length > 0) return remarks;
  const copy = await mkdtemp(join(tmpdir(), 'order-desk-bicep-'));
  try {
    await Promise.all(
      folders.map((folder) => cp(join(root, folder), join(copy, folder), { recursive: true })),
    );
    const problems = await update(bicep, copy);
    const found = await Promise.all(
      folders.map(async (folder) => {
        const both = [join(root, folder), join(copy, folder)];
        const diff = await runCommand('git', ['diff', '--no-index', '--no-ext-diff', ...both]);
        if (!diff) return ['there is no git in PATH'];
        return diff.succeeded ? [] : [`npm run bicep -- --update makes it so:\n${diff.stdout}`];
      }),
    );
    return [...problems, ...found.flat()];
  } finally {
    await rm(copy, { recursive: true });
  }
}

await runScript(async () => {
  const { env } = process;
  const { values } = parseArguments({ options: { update: { type: 'boolean', default: false } } });
  const compiler = await findCompiler();
  if (typeof compiler === 'string') {
    console.log(
      `Bicep was not checked: ${compiler}. Install a .NET SDK, which restores the compiler.`,
    );
    process.exitCode = env['CI'] === 'true' || values.update ? 1 : 0;
    return;
  }
  const bicep = bicepOf(compiler.path, env);
  const problems = [...(values.update ? await update(bicep, root) : []), ...(await check(bicep))];
  if (problems.length > 0) console.error(problems.join('\n'));
  else console.log(`Bicep ${compiler.version} has no remark, and the snapshots hold.`);
  process.exitCode = problems.length > 0 ? 1 : 0;
});
