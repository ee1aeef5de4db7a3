/** `npm run emulators`: Cosmos DB and Azure Storage on their usual ports, for `func start` and for several instances. */
import { containers } from '../cosmos/containers.ts';
import { startAzurite } from './azurite.ts';
import { startCosmosDb } from './cosmosdb.ts';
import { developmentSettings } from './keys.ts';

const database = process.env['COSMOS_DATABASE'] || 'orderdesk';
const stop = new AsyncDisposableStack();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stop.disposeAsync().then(() => process.exit(0)));
}

try {
  const cosmosdb = stop.use(await startCosmosDb({ port: 8081, database, containers }));
  const azurite = stop.use(await startAzurite());
  console.log(`Cosmos DB       ${cosmosdb.endpoint}  database ${database}, in memory`);
  console.log(`Azure Storage   ${azurite.blob} (queues 10001, tables 10002), in memory`);
  console.log('');
  console.log('Settings to use them, for the Values of local.settings.json:');
  console.log('');
  const settings = {
    COSMOS_ENDPOINT: cosmosdb.endpoint,
    COSMOS_KEY: cosmosdb.key,
    ...(database !== 'orderdesk' && { COSMOS_DATABASE: database }),
    AzureWebJobsStorage: 'UseDevelopmentStorage=true',
    // So that a function that runs elsewhere on this machine trusts the tokens of npm run token.
    ...(await developmentSettings()),
  };
  for (const [name, value] of Object.entries(settings)) {
    console.log(`  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  }
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
