/** Whether it matters how much there is: what the same requests cost one instance with little and with much. */
import type { Bench } from '../bench.ts';
import { measureRequests } from './requests.ts';

const contender = 'by text';

/** Half of the entities are accounts, half orders. */
export async function measureEntities(bench: Bench) {
  const worldOf = (entities: number) =>
    bench.createWorld(`entities-${entities}`, { ofEach: entities / 2, changes: 6, page: 4 });
  return measureRequests(bench, [
    { name: 'little', contender, world: await worldOf(10) },
    { name: 'much', contender, world: await worldOf(bench.quick ? 1000 : 100_000) },
  ]);
}

/** Of one account: lists are not about one. */
export async function measureChanges(bench: Bench) {
  const worldOf = (changes: number) =>
    bench.createWorld(`changes-${changes}`, { ofEach: 1, changes, page: 1 });
  const asked = ['read', 'change', 'conflict', 'replay', 'refusal'] as const;
  return measureRequests(bench, [
    { name: 'little', contender, asked, world: await worldOf(10) },
    // Of either number, 16 changes are left in the document itself.
    { name: 'much', contender, asked, world: await worldOf(bench.quick ? 1008 : 10_000) },
  ]);
}
