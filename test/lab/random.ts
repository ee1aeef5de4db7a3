/** Randomness that one seed decides: every part of the laboratory has a stream of its own, named for what it does. */
import { createHash } from 'node:crypto';

export interface Random {
  /** From 0 to 1, 1 excluded. */
  readonly next: () => number;
  /** An integer from 0 to `count`, `count` excluded. */
  readonly below: (count: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
  readonly bytes: (size: number) => Uint8Array;
}

/** The same seed and name give the same stream, whatever the others have drawn. */
export function randomOf(seed: number, name: string): Random {
  const digest = createHash('sha256').update(`${seed}/${name}`).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)) as [
    number,
    number,
    number,
    number,
  ]; // as many as offsets

  /** sfc32, by Chris Doty-Humphrey. */
  function word(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  }

  const next = () => word() / 2 ** 32;
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] ?? items[0],
    bytes: (size) => Uint8Array.from({ length: size }, () => word() & 255),
  };
}
