/** All that a run has measured. A section that it left out is absent. */
import type { ColdResults } from './cold.ts';
import type { ContentionResults } from './contention.ts';
import type { GrowthResults } from './growth.ts';
import type { Machine } from './machine.ts';
import type { WarmResults } from './warm.ts';
import type { WireResults } from './wire.ts';

export interface Results {
  readonly date: string;
  readonly command: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly seconds: number;
  readonly cold?: ColdResults;
  readonly warm?: WarmResults;
  readonly wire?: WireResults;
  readonly growth?: GrowthResults;
  readonly contention?: ContentionResults;
}
