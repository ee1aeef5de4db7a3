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
    const knownItems = Array.isArray(known) ? known : [];
    return next.map((item: unknown) => {
      const isSame = sameAs(item);
      return laidOver(stored.find(isSame), knownItems.find(isSame), item);
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
function sameAs(item: unknown): (other: unknown) => boolean {
  const name = ['id', 'requestId'].find((member) => isRecord(item) && member in item);
  if (name === undefined || !isRecord(item)) return () => false;
  return (other) => isRecord(other) && other[name] === item[name];
}
