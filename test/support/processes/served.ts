/** An entry file as the host serves it, in a process and a folder of its own, on the tests' Cosmos DB. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { developmentSettings } from '../../../src/local/keys.ts';

export interface Served extends AsyncDisposable {
  readonly endpoint: string;
}

export interface ServedOptions {
  readonly entry: URL;
  readonly hostJson: URL;
  /** Where the process runs. */
  readonly folder: string;
}

export async function serve({ entry, hostJson, folder }: ServedOptions): Promise<Served> {
  const { endpoint, key, database } = inject('cosmos');
  const script = fileURLToPath(new URL('serve.ts', import.meta.url));
  const child = spawn(process.execPath, [script, entry.href, hostJson.href], {
    cwd: folder,
    env: {
      ...(await developmentSettings()),
      COSMOS_ENDPOINT: endpoint,
      COSMOS_KEY: key,
      COSMOS_DATABASE: database,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    return {
      endpoint: line,
      [Symbol.asyncDispose]: async () => {
        child.kill();
        await exited;
      },
    };
  }
  throw new Error('the process ended before it served');
}
