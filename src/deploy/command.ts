/** Runs a program to its end and hands over what it said: a failure is an answer, not an exception. */

import { execFile } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

export interface CommandResult {
  readonly succeeded: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Undefined where there is no such program, or it cannot be run. */
export function runCommand(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult | undefined> {
  const plain = (output: string) => stripVTControlCharacters(output).trim();
  return new Promise((resolve) => {
    const child = execFile(program, args, { env, maxBuffer: Infinity }, (error, stdout, stderr) => {
      const succeeded = error === null;
      // A number is what the program ended with, a text why the system did not run it.
      const isRun = typeof error?.code !== 'string';
      resolve(isRun ? { succeeded, stdout: plain(stdout), stderr: plain(stderr) } : undefined);
    });
    child.stdin?.end();
  });
}
