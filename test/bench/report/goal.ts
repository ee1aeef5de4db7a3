/** A goal with what was measured, and whether that is enough. */
import type { Spread } from '../statistics.ts';
import { showSpread } from './format.ts';

export type Verdict = 'met' | 'not met' | 'not measured';

export interface Goal {
  readonly name: string;
  readonly limit: string;
  readonly measured: string;
  readonly verdict: Verdict;
}

export function atMostGoal(name: string, limit: number, spread: Spread): Goal {
  return goal(name, String(limit), showSpread(spread), spread.median <= limit);
}

export function goal(name: string, limit: string, measured: string, isMet: boolean): Goal {
  return { name, limit, measured, verdict: isMet ? 'met' : 'not met' };
}

export function unmeasured(name: string, limit: string): Goal {
  return { name, limit, measured: '', verdict: 'not measured' };
}
