/** The one function, for whatever host. Where its settings are wrong it is served, too, and answers with that. */
import type { HttpFunctionOptions } from '@azure/functions';
import { readSettings } from '../src/settings/read.ts';
import { machine } from '../src/system.ts';
import { createHandler } from './compose.ts';
import { operations } from './operations.ts';
import { unconfigured } from './unconfigured.ts';

export function createFunction(
  env: Readonly<Record<string, string | undefined>>,
  /** Takes what is to be done before the host stops. */
  atTermination: (work: () => Promise<void>) => unknown,
): HttpFunctionOptions {
  const read = readSettings(env);
  if (read.type === 'SettingsProblems') console.error(read.message);
  return {
    methods: ['GET', 'POST', 'OPTIONS'],
    authLevel: 'anonymous',
    route: 'graphql/{*rest}',
    handler:
      read.type === 'Settings'
        ? createHandler(read.settings, machine, operations, atTermination)
        : unconfigured(read.message, machine.randomBytes),
  };
}
