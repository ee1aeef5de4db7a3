/** A proxy before the database that sees each call, and lets it wait as a network does. */
import { setTimeout as pause } from 'node:timers/promises';
import { startCosmosProxy } from '../../support/cosmos/proxy.ts';
import type { SeenRequest } from '../../support/cosmos/requests.ts';

export interface Call {
  readonly request: SeenRequest;
  readonly from: number;
  readonly to: number;
}

const latencyMs = 5;

export async function startSlowProxy(upstream: string) {
  const proxy = await startCosmosProxy(upstream);
  const calls: Call[] = [];
  proxy.every({}, async ({ request, forward, answer }) => {
    const from = performance.now();
    await pause(latencyMs);
    const result = await forward();
    calls.push({ request, from, to: performance.now() });
    proxy.clear();
    answer(result);
  });
  return {
    endpoint: proxy.endpoint,
    /** The calls since this was last asked. */
    take: (): readonly Call[] => calls.splice(0),
    [Symbol.asyncDispose]: () => proxy.close(),
  };
}
