/** Runs as a process of its own: the entry file named first, on the embedded host, with the host.json named second. */

import { loadFunctions } from '../../src/local/functionsCore.ts';
import { startHost } from '../../src/local/host.ts';

const [entry = '', hostJson = ''] = process.argv.slice(2);
const { port } = await startHost({
  port: 0,
  functions: await loadFunctions(new URL(entry)),
  hostJson: new URL(hostJson),
  log: () => undefined,
});
console.log(`http://127.0.0.1:${port}/graphql`);
