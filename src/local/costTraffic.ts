/** What the mix of operations asks for: an average operation, and which part of it queries and mutations are. */

import { containers } from '../cosmos/containers.ts';
import { assumptions, mix } from './costInputs.ts';
import type { Measured, Measurements } from './costMeasure.ts';

export type Kind = Measured['kind'];

/** Of one operation of the mix, on average. */
export interface Traffic {
  readonly requestUnits: number;
  readonly requestUnitsOf: (container: string) => number;
  readonly milliseconds: number;
  readonly sentBytes: number;
  readonly storedBytes: number;
  /** The part of operations, request units and so on that operations of this kind are the cause of. */
  readonly share: (of: Weight, kind: Kind) => number;
}

export type Weight = 'operations' | 'requestUnits' | 'sentBytes' | 'storedBytes';

export function trafficOf({ of }: Measurements): Traffic {
  const parts = Object.entries(mix).map(([key, count]) => {
    // `Object.entries` forgets the names of the keys.
    const measured = of[key as keyof typeof mix];
    return { measured, count: count / 1000 };
  });
  const sum = (value: (measured: Measured) => number, kind?: Kind) =>
    parts
      .filter(({ measured }) => kind === undefined || measured.kind === kind)
      .reduce((total, { measured, count }) => total + count * value(measured), 0);
  const weights: Readonly<Record<Weight, (measured: Measured) => number>> = {
    operations: () => 1,
    requestUnits: ({ requestUnits }) => requestUnits,
    sentBytes: ({ answerBytes }) => answerBytes + assumptions.headerBytes.value,
    storedBytes: ({ storedBytes }) => storedBytes,
  };
  return {
    requestUnits: sum(weights.requestUnits),
    requestUnitsOf: (container) => sum(({ requestUnitsOf }) => requestUnitsOf(container)),
    milliseconds:
      assumptions.cpuMs.value + assumptions.databaseMs.value * sum(({ roundTrips }) => roundTrips),
    sentBytes: sum(weights.sentBytes),
    storedBytes: sum(weights.storedBytes),
    share: (weight, kind) => sum(weights[weight], kind) / sum(weights[weight]),
  };
}

export const containerNames: readonly string[] = containers.map(({ id }) => id);
