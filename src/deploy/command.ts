/** Runs a program to its end and hands over what it said: a failure is an answer, not an exception. */

import { execFile } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

export type CommandResult =
  | {
      readonly type: 'Ran';
      readonly succeeded: boolean;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly type: 'NotRun' };

export function runCommand(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { env, maxBuffer: Infinity }, (error, ...said) => {
      // A number is what the program ended with, a text why the system did not run it.
      if (typeof error?.code === 'string') return resolve({ type: 'NotRun' });
      const [stdout, stderr] = said.map((text) => stripVTControlCharacters(text).trim());
      resolve({
        type: 'Ran',
        succeeded: error === null,
        stdout: stdout ?? '',
        stderr: stderr ?? '',
      });
    });
    child.stdin?.end();
  });
}
