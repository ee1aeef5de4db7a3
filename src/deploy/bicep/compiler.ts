/** Finds a Bicep compiler: the machine's own, the one of the Azure CLI, or the pinned one, restored by dotnet. */

import { chmod, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
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
export async function findCompiler(env: NodeJS.ProcessEnv): Promise<Compiler | string> {
  const { AZURE_CONFIG_DIR: azureCli = join(homedir(), '.azure') } = env;
  return (
    (await compilerAt(program)) ??
    (await compilerAt(join(azureCli, 'bin', program))) ??
    (await restoreCompiler())
  );
}

async function compilerAt(path: string): Promise<Compiler | undefined> {
  const result = await runCommand(path, ['--version']);
  const [, version] = /version (\S+)/.exec(result?.stdout ?? '') ?? [];
  return version === undefined ? undefined : { path, version };
}

async function restoreCompiler(): Promise<Compiler | string> {
  const platform = platformName();
  const [, version = ''] = /Version="\[(.+?)\]"/.exec(await readFile(project, 'utf8')) ?? [];
  const packages = join(restored, 'packages');
  const name = `azure.bicep.commandline.${platform}`;
  const path = join(packages, name, version, 'tools', program);
  const before = await compilerAt(path);
  if (before) return before;
  const result = await runCommand('dotnet', [
    'restore',
    project,
    `-p:CompilerPlatform=${platform}`,
    `-p:BaseIntermediateOutputPath=${join(restored, 'obj')}/`,
    '--packages',
    packages,
  ]);
  if (!result) return 'there is neither bicep, nor az bicep, nor dotnet';
  if (!result.succeeded) return `dotnet could not restore ${name} ${version}`;
  // Packages carry no permissions.
  await chmod(path, 0o755);
  return (await compilerAt(path)) ?? `${name} ${version} does not run here`;
}

function platformName(): string {
  const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'osx', win32: 'win' };
  return `${systems[process.platform] ?? process.platform}-${process.arch}`;
}
