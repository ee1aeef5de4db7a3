/** Any JSON, damaged at any place of it. */
import * as fc from 'fast-check';
import { isRecord } from '../../src/record.ts';

type Path = readonly string[];

/** At one or two places that are not below these members, something else. */
export function damagedJson(
  value: unknown,
  others: fc.Arbitrary<unknown>,
  sound: readonly string[] = [],
): fc.Arbitrary<unknown> {
  const paths = pathsIn(value).filter(([name = '']) => !sound.includes(name));
  return fc
    .array(fc.tuple(fc.constantFrom(...paths), others), { minLength: 1, maxLength: 2 })
    .map((all) => all.reduce((damaged, [path, other]) => replaced(damaged, path, other), value));
}

function pathsIn(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [name],
    ...pathsIn(inner).map((path) => [name, ...path]),
  ]);
}

function replaced(value: unknown, [name, ...path]: Path, other: unknown): unknown {
  if (name === undefined) return other;
  if (Array.isArray(value)) {
    return value.map((item, n) => (String(n) === name ? replaced(item, path, other) : item));
  }
  return isRecord(value) ? { ...value, [name]: replaced(value[name], path, other) } : value;
}
