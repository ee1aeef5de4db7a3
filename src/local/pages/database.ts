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

export function tellDatabase({ state }: DatabaseSwitch): HttpResponse {
  return json({ state });
}

export async function switchDatabase(
  request: IncomingMessage,
  database: DatabaseSwitch,
): Promise<HttpResponse> {
  const { success, output } = v.safeParse(body, await text(request));
  if (!success) {
    return plain(400, `the body says no state: send {"state":"…"}, ${databaseStates.join(', ')}`);
  }
  database.state = output.state;
  return tellDatabase(database);
}
