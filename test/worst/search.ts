/** Looks for the worst request by changing the worst so far. */
import type { Random } from '../lab/random.ts';
import type { Instance, Measured } from './instance.ts';
import { type Asking, type Body, toBody, toText } from './request.ts';
import { Variation } from './variation.ts';
import type { World } from './world.ts';

export const aims = ['cpu', 'bytes', 'calls'] as const;

export type Aim = (typeof aims)[number];

export interface Found {
  readonly asking: Asking;
  readonly body: Body;
  readonly measured: Measured;
}

/** The worst of an aim, once there is one. */
export type Worst = (aim: Aim) => Found | undefined;

export interface SearchOptions {
  readonly random: Random;
  readonly world: World;
  readonly instance: Instance;
  readonly aims: readonly [Aim, ...Aim[]];
  readonly isOver: (tried: number) => boolean;
  readonly onTried: (measured: Measured, tried: number, worst: Worst) => Promise<void> | void;
}

/** Of each aim. */
const kept = 8;
/** Before the first is changed. */
const firstTries = 100;
/** More than a body may have is refused for that alone. */
const mostLetters = 1024 * 1024;

export async function search(options: SearchOptions): Promise<Worst> {
  const { random, world, instance, isOver, onTried } = options;
  const variation = new Variation(random, world);
  const worst = new Map<Aim, Found[]>(options.aims.map((aim) => [aim, []]));
  const of = (aim: Aim) => worst.get(aim) ?? [];

  const next = (tried: number): Asking => {
    const found = of(random.pick(options.aims)).map(({ asking }) => asking);
    const parent = found[random.below(found.length)];
    return tried < firstTries || !parent || random.chance(0.1)
      ? variation.fresh()
      : variation.of(parent, found);
  };

  const again = async (text: string, { cpu }: Measured): Promise<number> => {
    await instance.collect();
    return Math.min(cpu, (await instance.ask(text)).cpu);
  };

  for (let tried = 1; !isOver(tried); tried += 1) {
    const asking = next(tried);
    const body = toBody(asking);
    const text = body && toText(body);
    if (!text || text.length > mostLetters) continue;
    const measured = await instance.ask(text);
    for (const aim of options.aims) {
      const found = of(aim);
      if (measured[aim] <= (found[kept - 1]?.measured[aim] ?? 0)) continue;
      // What else the machine did at that moment is no fault of the request.
      const isWorst = measured[aim] > (found[0]?.measured[aim] ?? 0);
      const cpu =
        aim === 'cpu' && isWorst ? await again(toText(body) ?? text, measured) : measured.cpu;
      found.push({ asking, body, measured: { ...measured, cpu } });
      found.sort((one, other) => other.measured[aim] - one.measured[aim]);
      found.splice(kept);
    }
    await onTried(measured, tried, (aim) => of(aim)[0]);
  }
  return (aim) => of(aim)[0];
}
