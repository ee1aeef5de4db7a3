/** A request that was let in, as telemetry gets it. */
import { randomBytes } from 'node:crypto';
import type { Observed } from '../../src/telemetry/observed.ts';
import { toTrace } from '../../src/telemetry/trace.ts';

export function observed(status: number): Observed {
  return {
    trace: toTrace(undefined, randomBytes),
    durationMs: 1,
    status,
    admitted: true,
    operation: undefined,
    mutations: [],
    errors: [],
    authMs: 0,
    database: { calls: 0, requestCharge: 0, throttles: 0, ms: 0 },
  };
}
