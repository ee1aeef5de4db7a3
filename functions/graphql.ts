/** The one function. Where its settings are wrong it registers, too, and answers with that. */

// CommonJS, whose names Node cannot see from outside.
import functions from '@azure/functions';
import { readSettings } from '../src/settings/read.ts';
import { machine } from '../src/system.ts';
import { createHandler } from './compose.ts';
import { operations } from './operations.ts';
import { unconfigured } from './unconfigured.ts';

const read = readSettings(process.env);

if (read.type === 'SettingsProblems') console.error(read.message);

functions.app.http('graphql', {
  methods: ['GET', 'POST', 'OPTIONS'],
  authLevel: 'anonymous',
  route: 'graphql/{*rest}',
  handler:
    read.type === 'Settings'
      ? createHandler(read.settings, machine, operations, functions.app.hook.appTerminate)
      : unconfigured(read.message, machine.random),
});
