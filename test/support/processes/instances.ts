/** Several instances of the service on the tests' Cosmos DB, each in a process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { inject } from 'vitest';

export interface Instances {
  /** One of each instance. */
  readonly endpoints: readonly string[];
  readonly close: () => Promise<void>;
}

const script = new URL('instance.ts', import.meta.url);

export async function startInstances(count: number): Promise<Instances> {
  const children = Array.from({ length: count }, forkInstance);
  const close = async () => {
    await Promise.all(children.map(stop));
  };
  try {
    return { endpoints: await Promise.all(children.map(endpointOf)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function forkInstance(): ChildProcess {
  const { endpoint, key, database } = inject('cosmos');
  return fork(script, {
    execArgv: [],
    env: {
      ...process.env,
      COSMOS_ENDPOINT: endpoint,
      COSMOS_KEY: key,
      COSMOS_DATABASE: database,
    },
  });
}

async function endpointOf(child: ChildProcess): Promise<string> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('an instance ended before it answered');
  });
  const [endpoint] = await Promise.race([once(child, 'message'), ended]);
  return String(endpoint);
}

async function stop(child: ChildProcess): Promise<void> {
  if (!child.connected) return;
  const exited = once(child, 'exit');
  child.disconnect();
  await exited;
}
