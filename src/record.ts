/** Tells what has members by name, as an object of JSON has, from everything else that a value may be. */

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
