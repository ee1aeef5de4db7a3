/** A name for an intention, as every client makes one before its first try. */

import { randomBytes } from 'node:crypto';
import { type Ksuid, mintKsuid } from '../versioned/id.ts';

export function newRequestId(now = new Date()): Ksuid {
  return mintKsuid(now, randomBytes(16));
}
