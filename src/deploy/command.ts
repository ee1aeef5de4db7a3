/** Runs a program to its end and hands over what it said: a failure is an answer, not an exception. */

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';

export type CommandResult =
  | {
      readonly type: 'Ran';
      readonly succeeded: boolean;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly type: 'NotRun' };

export async function runCommand(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null | 'NotRun'>((resolve) => {
    child.once('error', () => resolve('NotRun'));
    child.once('exit', resolve);
  });
  const [code, stdout, stderr] = await Promise.all([
    exited,
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code === 'NotRun') return { type: 'NotRun' };
  return { type: 'Ran', succeeded: code === 0, stdout: plain(stdout), stderr: plain(stderr) };
}

function plain(output: string): string {
  return stripVTControlCharacters(output).trim();
}
