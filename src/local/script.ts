/** What the scripts of package.json have in common: what is typed or set, what is told, and how they end. */

import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Why a script cannot do what it was asked: the message is all that the person has to read. */
export class ScriptError extends Error {}

/** What was typed cannot be meant. */
export class UsageError extends ScriptError {}

export function parseArguments<const Config extends ParseArgsConfig>(config: Config) {
  try {
    return parseArgs(config);
  } catch (cause) {
    throw new UsageError(messageOf(cause), { cause });
  }
}

export type Environment = Record<string, string | undefined>;

export function textOf(env: Environment, name: string): string {
  return env[name]?.trim() ?? '';
}

export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  // fetch says no more than that it failed, and why in the cause.
  const isTold = message !== 'fetch failed' || !(cause instanceof Error);
  return isTold ? message : cause.message || cause.name;
}

/** What the system calls the error: ENOENT, EADDRINUSE. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Ends with 2 where the usage has to be read, with 1 where what was asked for cannot be had. */
export async function runScript(main: () => Promise<void>, usage = ''): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    const isUsage = error instanceof UsageError;
    console.error(isUsage && usage !== '' ? `${error.message}\n${usage}` : error.message);
    process.exitCode = isUsage ? 2 : 1;
  }
}

/** What is started goes on until a signal ends it. `start` answers what to tell. */
export async function runUntilStopped(
  start: (running: AsyncDisposableStack) => Promise<string>,
): Promise<void> {
  const running = new AsyncDisposableStack();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void running.disposeAsync().then(() => process.exit(0)));
  }
  try {
    console.log(await start(running));
  } catch (error) {
    // A signal that comes this early ends the start as well, which is nobody's fault.
    if (running.disposed) return;
    console.error(error instanceof ScriptError ? error.message : error);
    await running.disposeAsync();
    process.exit(1);
  }
}
