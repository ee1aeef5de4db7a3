/** What the figures depend on besides the code. */
import { readFile } from 'node:fs/promises';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Processes that wanted to run, over the minute before the run. */
  readonly load: number;
  readonly versions: Readonly<Record<string, string>>;
}

const packages = [
  '@azure/cosmos',
  '@azure/functions',
  'graphql',
  '@pothos/core',
  'jose',
  'undici',
  '@vercel/cosmosdb-server',
  'esbuild',
];

/** Those that only the bench has: its own package.json. */
const packagesOfBench = ['@apollo/server', '@as-integrations/azure-functions'];

export async function describeMachine(): Promise<Machine> {
  const processors = cpus();
  const versionsIn = (names: readonly string[], folder: string) =>
    Promise.all(names.map(async (name) => [name, await versionOf(name, folder)]));
  const versions = [
    ...(await versionsIn(packages, '../../')),
    ...(await versionsIn(packagesOfBench, './')),
  ];
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    load: loadavg()[0] ?? 0,
    versions: Object.fromEntries(versions),
  };
}

async function versionOf(name: string, folder: string): Promise<string> {
  const path = new URL(`${folder}node_modules/${name}/package.json`, import.meta.url);
  const { version }: { readonly version: string } = JSON.parse(await readFile(path, 'utf8'));
  return version;
}
