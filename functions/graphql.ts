/** What the Functions host loads: registers the one function, by the settings of its environment. */

// CommonJS, whose names Node cannot see from outside.
import functions from '@azure/functions';
import { createFunction } from './function.ts';

functions.app.http('graphql', createFunction(process.env, functions.app.hook.appTerminate));
