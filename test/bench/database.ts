/** The Cosmos DB that all contenders share, in a process of its own, and documents put straight into it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';
import { emulatorKey } from '../../src/local/cosmosdb/server.ts';
import type { StoredJson } from './documents.ts';

export interface Database extends AsyncDisposable {
  readonly endpoint: string;
  /** Creates the documents and answers their etags, in their order. */
  readonly put: (container: string, documents: readonly StoredJson[]) => Promise<readonly string[]>;
}

export const databaseName = 'bench';

const atATime = 32;

export async function startDatabase(): Promise<Database> {
  const child = fork(new URL('./children/database.ts', import.meta.url), {
    // 100,000 entities are more than it has room for by default on a small machine.
    execArgv: ['--max-old-space-size=4096'],
    env: { PATH: process.env['PATH'], COSMOS_DATABASE: databaseName },
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the database ended before it was there');
  });
  ended.catch(() => undefined);
  const [message] = await Promise.race([once(child, 'message'), ended]);
  const endpoint = String(message);
  const pool = new Pool(new URL(endpoint).origin, { connections: 1, pipelining: atATime });

  async function create(container: string, document: StoredJson): Promise<string> {
    const { statusCode, headers, body } = await pool.request({
      method: 'POST',
      path: `/dbs/${databaseName}/colls/${container}/docs`,
      headers: {
        'content-type': 'application/json',
        'x-ms-documentdb-partitionkey': JSON.stringify([document.tenantId, document.entityId]),
      },
      body: JSON.stringify(document),
    });
    const text = await body.text();
    if (statusCode !== 201) throw new Error(`a document was answered ${statusCode}: ${text}`);
    return String(headers['etag']);
  }

  return {
    endpoint,
    put: async (container, documents) => {
      const etags: string[] = [];
      const rest = documents.entries();
      const worker = async () => {
        for (const [index, document] of rest) etags[index] = await create(container, document);
      };
      await Promise.all(Array.from({ length: atATime }, worker));
      return etags;
    },
    [Symbol.asyncDispose]: async () => {
      await pool.destroy();
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

/** What makes an instance use the database, or a proxy before it. */
export function cosmosSettings(endpoint: string): Readonly<Record<string, string>> {
  return { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: emulatorKey, COSMOS_DATABASE: databaseName };
}
