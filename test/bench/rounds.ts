/** Rounds in which everybody has a turn: A B C, then B C A, so that nobody is always the first. */

export interface Round<Name> {
  readonly number: number;
  readonly order: readonly Name[];
}

export function roundsOf<Name>(names: readonly Name[], count: number): readonly Round<Name>[] {
  return Array.from({ length: count }, (_, number) => {
    const first = number % Math.max(1, names.length);
    return { number, order: [...names.slice(first), ...names.slice(0, first)] };
  });
}

/** Figures by name, one for each round. */
export class Series<Name extends string> {
  readonly #values = new Map<Name, number[]>();

  add(name: Name, value: number): void {
    const values = this.#values.get(name) ?? [];
    values.push(value);
    this.#values.set(name, values);
  }

  toObject(): Readonly<Partial<Record<Name, readonly number[]>>> {
    const object: Partial<Record<Name, readonly number[]>> = {};
    for (const [name, values] of this.#values) object[name] = values;
    return object;
  }
}
