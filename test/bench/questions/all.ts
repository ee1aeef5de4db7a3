/** All that is measured, one question after the other. */
import type { Bench } from '../bench.ts';
import { measureCold } from './cold.ts';
import { measureContention } from './contention.ts';
import { measureChanges, measureEntities } from './growth.ts';
import { measureComparison } from './requests.ts';

export async function measureAll(bench: Bench) {
  const timed = <Result>(measure: (bench: Bench) => Promise<Result>) => {
    console.time(measure.name);
    return measure(bench).finally(() => console.timeEnd(measure.name));
  };
  return {
    cold: await timed(measureCold),
    comparison: await timed(measureComparison),
    contention: await timed(measureContention),
    changes: await timed(measureChanges),
    // The last, since it fills the database.
    entities: await timed(measureEntities),
  };
}

export type Measured = Awaited<ReturnType<typeof measureAll>>;
