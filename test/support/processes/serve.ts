/** Runs as a process of its own: the entry file named first, on the embedded host, with the host.json named second. */

import { startHost } from '../../../src/local/host/host.ts';
import { loadEntry } from './worker.ts';

const [entry = '', hostJson = ''] = process.argv.slice(2);
const { port } = await startHost({
  port: 0,
  ...(await loadEntry(new URL(entry))),
  hostJson: new URL(hostJson),
  log: () => undefined,
});
console.log(`http://127.0.0.1:${port}/graphql`);
