/** What all sections of a run share. */
import type { Births } from './births.ts';
import type { Bundles } from './contenders.ts';
import type { Database } from './database.ts';
import type { Identity } from './identity.ts';

export interface Bench {
  readonly database: Database;
  readonly bundles: Bundles;
  readonly births: Births;
  readonly identify: (tenantId: string) => Promise<Identity>;
  /** How much of everything: 1, or less for a quick run. */
  readonly share: number;
  /** At least five, but for a quick run. */
  readonly rounds: number;
  readonly progress: (line: string) => void;
}

export function scaled({ share }: Bench, count: number): number {
  return Math.max(1, Math.round(count * share));
}
