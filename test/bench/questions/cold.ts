/** From a new process to its first authenticated answer, with the database already running. */
import { type Bench, turns } from '../bench.ts';
import { Figures } from '../figures.ts';

const names = ['by text', 'by text, telemetry', 'Apollo', 'raw SDK'] as const;

export async function measureCold({ quick, start, world }: Bench) {
  const figures = new Figures<'wall, ms' | 'CPU, ms', (typeof names)[number]>();
  const read = await world.requests('read', 1);
  for (const { round, name } of turns(names, 1, quick ? 9 : 25)) {
    const began = performance.now();
    await using instance = start(name);
    const { totalCpu } = await instance.ask(read);
    const wall = performance.now() - began;
    if (round < 0) continue;
    figures.add('wall, ms', name, wall);
    figures.add('CPU, ms', name, totalCpu);
  }
  return figures;
}
