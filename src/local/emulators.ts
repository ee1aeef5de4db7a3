/** `npm run emulators`: Cosmos DB and Azure Storage on their usual ports, for `func start` and for several instances. */
import { containers } from '../cosmos/containers.ts';
import { startAzurite } from './azurite.ts';
import { startCosmosDb } from './cosmosdb/server.ts';

const database = process.env['COSMOS_DATABASE'] || 'orderdesk';
const stop = new AsyncDisposableStack();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stop.disposeAsync().then(() => process.exit(0)));
}

try {
  // local.settings.sample.json names these ports.
  const cosmosdb = stop.use(await startCosmosDb({ port: 8081, database, containers }));
  const azurite = stop.use(await startAzurite());
  const named = database === 'orderdesk' ? '' : `COSMOS_DATABASE=${database} `;
  console.log(`Cosmos DB       ${cosmosdb.endpoint}  database ${database}, in memory`);
  console.log(`Azure Storage   ${azurite.blob} (queues 10001, tables 10002), in memory`);
  console.log('');
  console.log('In another terminal, after npm run build && npm run settings:');
  console.log('');
  console.log(`  ${named}func start`);
  console.log('');
  console.log('or instances of the embedded host, each with a port of its own:');
  console.log('');
  console.log(`  PORT=7072 ${named}COSMOS_ENDPOINT=${cosmosdb.endpoint} npm start`);
  console.log('');
  console.log('Ctrl-C stops both.');
} catch (error) {
  // A signal that comes this early ends the start as well, which is nobody's fault.
  if (!stop.disposed) console.error(explain(error));
  await stop.disposeAsync();
  process.exitCode = 1;
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const taken = /EADDRINUSE.*:(\d+)$/m.exec(message)?.[1];
  return taken === undefined
    ? `the emulators did not start: ${message}`
    : `port ${taken} is taken: stop what uses it (another npm run emulators?) and try again`;
}
