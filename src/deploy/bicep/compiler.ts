/** Finds a Bicep compiler: the machine's own, the one of the Azure CLI, or the pinned one, restored by dotnet. */

import { access, chmod, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandResult, runCommand } from '../command.ts';

export type CompilerResult =
  | { readonly type: 'Compiler'; readonly path: string; readonly version: string }
  | { readonly type: 'NoCompiler'; readonly reason: string };

const root = fileURLToPath(new URL('../../..', import.meta.url));
const project = join(root, 'bicep', 'compiler.csproj');
const restored = join(root, '.local', 'bicep');
const program = process.platform === 'win32' ? 'bicep.exe' : 'bicep';

export async function findCompiler(env: NodeJS.ProcessEnv): Promise<CompilerResult> {
  const own = await compilerAt(program);
  if (own !== undefined) return own;
  const ofAzureCli = await azureCliCompiler(env);
  if (ofAzureCli !== undefined) return ofAzureCli;
  return restoreCompiler();
}

async function compilerAt(path: string) {
  const result = await runCommand(path, ['--version']);
  const [, version] = /version (\S+)/.exec(saidBy(result)) ?? [];
  return version === undefined ? undefined : ({ type: 'Compiler', path, version } as const);
}

/** The Azure CLI keeps a compiler of its own, if it was ever asked for one. That one is run without it. */
async function azureCliCompiler(env: NodeJS.ProcessEnv) {
  const { AZURE_CONFIG_DIR = join(homedir(), '.azure') } = env;
  const path = join(AZURE_CONFIG_DIR, 'bin', program);
  const hasAzureCli = saidBy(await runCommand('az', ['bicep', 'version'])) !== '';
  return hasAzureCli ? compilerAt(path) : undefined;
}

async function restoreCompiler(): Promise<CompilerResult> {
  const platform = platformName();
  const [, version = ''] = /Version="\[(.+?)\]"/.exec(await readFile(project, 'utf8')) ?? [];
  const packages = join(restored, 'packages');
  const name = `azure.bicep.commandline.${platform}`;
  const path = join(packages, name, version, 'tools', program);
  if (!(await exists(path))) {
    const result = await runCommand('dotnet', [
      'restore',
      project,
      `-p:CompilerPlatform=${platform}`,
      `-p:BaseIntermediateOutputPath=${join(restored, 'obj')}/`,
      '--packages',
      packages,
    ]);
    if (result.type === 'NotRun') {
      return { type: 'NoCompiler', reason: 'there is neither bicep, nor az bicep, nor dotnet' };
    }
    if (!result.succeeded) {
      return { type: 'NoCompiler', reason: `dotnet could not restore ${name} ${version}` };
    }
  }
  // Packages carry no permissions.
  await chmod(path, 0o755);
  const compiler = await compilerAt(path);
  return compiler ?? { type: 'NoCompiler', reason: `${name} ${version} does not run here` };
}

function platformName(): string {
  const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'osx', win32: 'win' };
  return `${systems[process.platform] ?? process.platform}-${process.arch}`;
}

function saidBy(result: CommandResult): string {
  return result.type === 'Ran' && result.succeeded ? result.stdout : '';
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
