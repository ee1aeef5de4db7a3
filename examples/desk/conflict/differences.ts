/** What differs between the version that a person saw and the one there is now. */

/** One line of what a screen shows of an entity. */
export interface Fact {
  /** The same in every version: the id of a line, the name of a field. */
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

export interface Difference {
  readonly type: 'same' | 'added' | 'removed' | 'changed';
  readonly fact: Fact;
  /** The value that was changed. */
  readonly before?: string;
}

/** In the order of what is now; what is gone comes last. */
export function differences(seen: readonly Fact[], now: readonly Fact[]): readonly Difference[] {
  const before = new Map(seen.map((fact) => [fact.key, fact]));
  const kept = new Set(now.map(({ key }) => key));
  return [
    ...now.map((fact) => compare(before.get(fact.key), fact)),
    ...seen.filter(({ key }) => !kept.has(key)).map((fact) => ({ type: 'removed', fact }) as const),
  ];
}

function compare(before: Fact | undefined, fact: Fact): Difference {
  if (before === undefined) return { type: 'added', fact };
  if (before.value === fact.value) return { type: 'same', fact };
  return { type: 'changed', fact, before: before.value };
}
