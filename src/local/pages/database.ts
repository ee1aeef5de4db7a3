/** The switch of the embedded Cosmos DB, for whoever wants to see how the API takes its failures. */
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { HttpResponse } from '@azure/functions';
import * as v from 'valibot';
import { databaseStates, type DatabaseSwitch } from '../cosmosdb/server.ts';
import { json, plain } from './answers.ts';

const body = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ state: v.picklist(databaseStates) }),
);

/** Undefined where it is not ours. */
type Database = DatabaseSwitch | undefined;

export function tellDatabase(database: Database): HttpResponse {
  return database ? json({ state: database.state }) : notOurs();
}

export async function switchDatabase(
  request: IncomingMessage,
  database: Database,
): Promise<HttpResponse> {
  if (!database) return notOurs();
  const { success, output } = v.safeParse(body, await text(request));
  if (!success) {
    return plain(
      400,
      `the body says no state: send {"state":"…"} with one of ${databaseStates.join(', ')}`,
    );
  }
  database.state = output.state;
  return tellDatabase(database);
}

function notOurs(): HttpResponse {
  return plain(
    404,
    'COSMOS_ENDPOINT is set: only a database that was started here can be switched.',
  );
}
