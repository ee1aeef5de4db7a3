/** The pinned Bicep compiler, restored by dotnet: another would find other faults, and write other snapshots. */

import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../command.ts';

export interface Compiler {
  readonly path: string;
  readonly version: string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const project = join(root, 'bicep', 'compiler.csproj');
const restored = join(root, '.local', 'bicep');
const program = process.platform === 'win32' ? 'bicep.exe' : 'bicep';

/** A text says why there is none. */
export async function findCompiler(): Promise<Compiler | string> {
  const platform = platformName();
  const [, version = ''] = /Version="\[(.+?)\]"/.exec(await readFile(project, 'utf8')) ?? [];
  const packages = join(restored, 'packages');
  const name = `azure.bicep.commandline.${platform}`;
  const path = join(packages, name, version, 'tools', program);
  if (await runs(path)) return { path, version };
  const result = await runCommand('dotnet', [
    'restore',
    project,
    `-p:CompilerPlatform=${platform}`,
    `-p:BaseIntermediateOutputPath=${join(restored, 'obj')}/`,
    '--packages',
    packages,
  ]);
  if (!result) return 'there is no dotnet';
  if (!result.succeeded) return `dotnet could not restore ${name} ${version}`;
  // Packages carry no permissions.
  await chmod(path, 0o755);
  return (await runs(path)) ? { path, version } : `${name} ${version} does not run here`;
}

async function runs(path: string): Promise<boolean> {
  return (await runCommand(path, ['--version']))?.succeeded === true;
}

function platformName(): string {
  const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'osx', win32: 'win' };
  return `${systems[process.platform] ?? process.platform}-${process.arch}`;
}
