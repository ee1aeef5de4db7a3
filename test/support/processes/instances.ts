/** Several instances of the service on the tests' Cosmos DB, each in a process of its own. */
import { inject } from 'vitest';
import { startChild } from './child.ts';

export interface Instances {
  /** One of each instance. */
  readonly endpoints: readonly string[];
  readonly close: () => Promise<void>;
}

const script = new URL('instance.ts', import.meta.url);

export async function startInstances(count: number): Promise<Instances> {
  await using starting = new AsyncDisposableStack();
  const { endpoint, key, database } = inject('cosmos');
  const cosmos = { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: key, COSMOS_DATABASE: database };
  const env = { ...process.env, ...cosmos };
  const start = async () => starting.use(await startChild(script, { env })).said;
  const endpoints = await Promise.all(Array.from({ length: count }, start));
  const running = starting.move();
  return { endpoints, close: () => running.disposeAsync() };
}
