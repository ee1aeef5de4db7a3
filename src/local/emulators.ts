/** `npm run emulators`: Cosmos DB and Azure Storage on their usual ports, for `func start` and for several instances. */
import { containers } from '../cosmos/containers.ts';
import { startAzurite } from './azurite.ts';
import { startCosmosDb } from './cosmosdb/server.ts';
import { messageOf, runUntilStopped, ScriptError, textOf } from './script.ts';

async function start(running: AsyncDisposableStack): Promise<string> {
  const database = textOf(process.env, 'COSMOS_DATABASE') || 'orderdesk';
  // local.settings.sample.json names these ports.
  const cosmosdb = running.use(await startCosmosDb({ port: 8081, database, containers }));
  const azurite = running.use(await startAzurite());
  const named = database === 'orderdesk' ? '' : `COSMOS_DATABASE=${database} `;
  return `Cosmos DB       ${cosmosdb.endpoint}  database ${database}, in memory
Azure Storage   ${azurite.blob} (queues 10001, tables 10002), in memory

In another terminal, after npm run build && npm run settings:

  ${named}func start

or instances of the embedded host, each with a port of its own:

  PORT=7072 ${named}COSMOS_ENDPOINT=${cosmosdb.endpoint} npm start

Ctrl-C stops both.`;
}

function explain(error: unknown): string {
  const message = messageOf(error);
  const taken = /EADDRINUSE.*:(\d+)$/m.exec(message)?.[1];
  return taken === undefined
    ? `the emulators did not start: ${message}`
    : `port ${taken} is taken: stop what uses it (another npm run emulators?) and try again`;
}

await runUntilStopped((running) =>
  start(running).catch((cause: unknown) => {
    throw new ScriptError(explain(cause), { cause });
  }),
);
