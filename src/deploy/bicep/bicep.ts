/**
 * `npm run bicep`: the deployment compiles without a remark, is formatted, and would make what the committed snapshots
 * say. `-- --update` writes what is derived: the containers from the code, the format, the snapshots.
 */

import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { containers } from '../../cosmos/containers.ts';
import { findCompiler } from './compiler.ts';
import { runCommand } from '../command.ts';

/** Runs the compiler, and answers what it says where it should have nothing to say. */
type Bicep = (...args: readonly string[]) => Promise<readonly string[]>;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folders = ['bicep', join('test', 'bicep')];
// Its patterns know no braces.
const allFiles = '**/*.bicep*';

// A snapshot holds them, so they are anybody's but always the same.
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
    if (result.type === 'NotRun') return [`${path} does not run`];
    if (result.succeeded && result.stderr === '') return [];
    // Where it prints what it made, that is no remark.
    const remarks = args.includes('--stdout')
      ? result.stderr
      : `${result.stderr}\n${result.stdout}`;
    return [remarks.trim() || `bicep ${args.join(' ')} failed`];
  };
}

async function update(bicep: Bicep): Promise<readonly string[]> {
  await writeJson(join(root, 'bicep', 'containers.json'), JSON.stringify(containers));
  const problems = await Promise.all(
    folders.map((folder) => bicep('format', '--pattern', join(root, folder, allFiles))),
  );
  return [...problems.flat(), ...(await snapshots(bicep, 'overwrite'))];
}

async function check(bicep: Bicep): Promise<readonly string[]> {
  const problems = await Promise.all([
    bicep('build', join(root, 'bicep', 'main.bicep'), '--stdout'),
    bicep('build-params', join(root, 'bicep', 'main.bicepparam'), '--stdout'),
    bicep('lint', '--pattern', join(root, 'bicep', '**', '*.bicep')),
    checkFormat(bicep),
    snapshots(bicep, 'validate'),
  ]);
  // The commands compile the same files and find the same in them.
  return [...new Set(problems.flat().flatMap((problem) => problem.split('\n')))];
}

/** The compiler formats in place only, so it gets copies. */
async function checkFormat(bicep: Bicep): Promise<readonly string[]> {
  const copies = await mkdtemp(join(tmpdir(), 'order-desk-bicep-'));
  try {
    await Promise.all(
      folders.map(async (folder) => {
        await mkdir(join(copies, folder), { recursive: true });
        await cp(join(root, folder), join(copies, folder), { recursive: true });
      }),
    );
    const problems = await bicep('format', '--pattern', join(copies, allFiles));
    const names = (await Promise.all(folders.map(bicepFilesIn))).flat();
    const unformatted = await Promise.all(
      names.map(async (name) => {
        const texts = [join(root, name), join(copies, name)].map((path) => readFile(path, 'utf8'));
        const [before, after] = await Promise.all(texts);
        return before === after ? [] : [`${name} is not formatted: npm run bicep -- --update`];
      }),
    );
    return [...problems, ...unformatted.flat()];
  } finally {
    await rm(copies, { recursive: true });
  }
}

async function snapshots(bicep: Bicep, mode: 'overwrite' | 'validate'): Promise<readonly string[]> {
  const folder = join('test', 'bicep');
  const options = Object.entries(target).flatMap(([name, value]) => [`--${name}`, value]);
  const sets = (await bicepFilesIn(folder)).filter((name) => name.endsWith('.bicepparam'));
  const problems = await Promise.all(
    sets.map(async (name) => {
      const found = await bicep('snapshot', join(root, name), '--mode', mode, ...options);
      const path = join(root, name.replace('.bicepparam', '.snapshot.json'));
      if (found.length > 0)
        return [`${name} deploys something else, or does not compile:`, ...found];
      if (mode === 'overwrite') await writeJson(path, sortOutputs(await readFile(path, 'utf8')));
      return [];
    }),
  );
  return problems.flat();
}

/** Their order is another each time. */
function sortOutputs(snapshot: string): string {
  const { outputs, ...rest } = JSON.parse(snapshot) as { readonly outputs: object }; // the compiler's own form
  const sorted = Object.entries(outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ ...rest, outputs: Object.fromEntries(sorted) });
}

async function bicepFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  return names.filter((name) => /\.bicep(?:param)?$/.test(name)).map((name) => join(folder, name));
}

async function writeJson(path: string, json: string): Promise<void> {
  const options = await resolveConfig(path);
  await writeFile(path, await format(json, { ...options, filepath: path }));
}

async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const { values } = parseArgs({ options: { update: { type: 'boolean', default: false } } });
  const compiler = await findCompiler(env);
  if (compiler.type === 'NoCompiler') {
    console.log(
      `Bicep was not checked: ${compiler.reason}. Install the Bicep CLI, or a .NET SDK, which restores it.`,
    );
    process.exitCode = env['CI'] === 'true' || values.update ? 1 : 0;
    return;
  }
  const bicep = bicepOf(compiler.path, env);
  const problems = [...(values.update ? await update(bicep) : []), ...(await check(bicep))];
  if (problems.length > 0) console.error(problems.join('\n'));
  else console.log(`Bicep ${compiler.version} has no remark, and the snapshots hold.`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

await main(process.env);
