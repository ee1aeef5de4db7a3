/** One instance of the service in a process of its own: tells its parent its endpoint, and ends with the channel to it. */

import { applySettings } from '../../../src/local/environment.ts';
import { loadApp } from '../../../src/local/host/app.ts';
import { startHost } from '../../../src/local/host/host.ts';

process.once('disconnect', () => process.exit());

await applySettings(process.env, undefined);
const host = await startHost({ port: 0, ...(await loadApp(process.env)) });
process.send?.(`http://127.0.0.1:${host.port}/graphql`);
