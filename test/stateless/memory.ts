/** `node test/stateless/memory.ts [requests…]`: what an instance holds after 5,000 requests and after 50,000. */
import { fork } from 'node:child_process';
import { on } from 'node:events';
import { containers } from '../../src/cosmos/containers.ts';
import { startCosmosDb } from '../../src/local/cosmosdb/server.ts';
import { developmentSettings } from '../../src/local/keys.ts';
import type { Held } from './instance.ts';

export interface Database {
  readonly endpoint: string;
  readonly key: string;
  readonly database: string;
}

/** What a new instance holds after each of these numbers of requests. */
export async function measure(
  { endpoint, key, database }: Database,
  milestones: readonly number[],
): Promise<readonly Held[]> {
  const instance = fork(new URL('instance.ts', import.meta.url), milestones.map(String), {
    execArgv: ['--expose-gc'],
    env: {
      ...(await developmentSettings()),
      NODE_ENV: 'production',
      COSMOS_ENDPOINT: endpoint,
      COSMOS_KEY: key,
      COSMOS_DATABASE: database,
    },
  });
  const held: Held[] = [];
  for await (const [message] of on(instance, 'message', { close: ['exit'] })) {
    held.push(message as Held); // what instance.ts sends
    if (held.length === milestones.length) instance.disconnect();
  }
  return held;
}

if (import.meta.main) {
  const database = 'orderdesk-memory';
  await using cosmos = await startCosmosDb({ database, containers });
  const began = performance.now();
  const asked = process.argv.slice(2).map(Number);
  const milestones = asked.length > 0 ? asked : [5_000, 20_000, 35_000, 50_000];
  const held = await measure({ ...cosmos, database }, milestones);
  const [first] = held;
  for (const { requests, bytes, resident } of held) {
    const growth = ((bytes / (first?.bytes ?? 0) - 1) * 100).toFixed(1);
    console.log(
      `${requests} requests: ${megabytes(bytes)} held (${growth} %), ${megabytes(resident)} resident`,
    );
  }
  console.log(held.at(-1)?.outcomes, `${Math.round((performance.now() - began) / 1000)} s`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
