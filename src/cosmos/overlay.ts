/**
 * Lays what changed over what is stored: members that this code does not know are another version's, and survive at
 * every level.
 */
import { isRecord } from '../record.ts';

/**
 * `next` with the members of `stored` that `known` has not got, where `known` is what this code made of `stored`. Things in
 * lists are the same where they have the same id.
 */
export function overlay<Value>(stored: unknown, known: unknown, next: Value): Value {
  return laidOver(stored, known, next) as Value; // it has all that `next` has
}

function laidOver(stored: unknown, known: unknown, next: unknown): unknown {
  if (Array.isArray(stored) && Array.isArray(next)) {
    const name = nameOfId(next);
    const storedById = itemsBy(name, stored);
    const knownById = itemsBy(name, Array.isArray(known) ? known : []);
    return next.map((item: unknown) => {
      const id = isRecord(item) ? item[name] : undefined;
      return laidOver(storedById.get(id), knownById.get(id), item);
    });
  }
  if (!isRecord(stored) || !isRecord(next)) return next;
  const knownMembers = isRecord(known) ? known : {};
  const unknown = Object.entries(stored).filter(([name]) => !Object.hasOwn(knownMembers, name));
  const laid = Object.entries(next).map(([name, value]) => [
    name,
    laidOver(stored[name], knownMembers[name], value),
  ]);
  return Object.fromEntries([...unknown, ...laid]);
}

/** A part of an entity has an id, and a change has that of its request: whatever else another version calls an id. */
function nameOfId(items: readonly unknown[]): string {
  return items.some((item) => isRecord(item) && 'id' in item) ? 'id' : 'requestId';
}

function itemsBy(name: string, items: readonly unknown[]): ReadonlyMap<unknown, unknown> {
  const named = items.filter((item) => isRecord(item)).filter((item) => name in item);
  return new Map(named.map((item) => [item[name], item]));
}
