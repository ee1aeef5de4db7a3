/** Ids for what the benchmark makes: of entities that were born long ago, and of requests of today. */
import { randomBytes } from 'node:crypto';
import { newRequestId } from '../../src/local/requestId.ts';
import type { Ksuid } from '../../src/versioned/id.ts';
import type { Birth } from './documents.ts';

export interface Births {
  /** Each is a second after the one before. */
  readonly next: (tenantId: string) => Birth;
  readonly requestId: () => Ksuid;
}

// The changes that follow a birth, one a second, have to lie in the past as well.
const longAgoMs = 400 * 24 * 3600 * 1000;

export function createBirths(now: Date): Births {
  let at = now.getTime() - longAgoMs;
  return {
    next: (tenantId) => {
      at += 1000;
      return { tenantId, at: new Date(at), random: randomBytes(16) };
    },
    requestId: () => newRequestId(now),
  };
}
