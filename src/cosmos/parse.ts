/** Stored data is parsed, not believed. What does not parse is told to the log with its place, and without its value. */
import * as v from 'valibot';
import { unavailable } from '../faults.ts';
import { LoggableError } from '../loggableError.ts';

/** A document, as the log names it. */
export interface Place {
  readonly container: string;
  readonly id: string;
}

/** `within` is where in the document `value` lies. */
export function parse<Value>(
  schema: v.GenericSchema<unknown, Value>,
  value: unknown,
  place: Place,
  within: readonly (string | number)[] = [],
): Value {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [{ path = [], type }] = result.issues;
  const steps = [...within, ...path.map(({ key }) => String(key))];
  throw damaged(place, `${steps.join('.')} (${type})`);
}

export function damaged({ container, id }: Place, what: string): LoggableError {
  return new LoggableError(`the document ${id} in the container "${container}" is wrong: ${what}`);
}

/** Documents of the first format carry no number. */
const numbered = v.object({
  schema: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)), 1),
});

/** The number of the document's format, which this code knows. What a newer version has written is for that to read. */
export function parseFormat(document: object, newest: number, place: Place): number {
  const { schema } = parse(numbered, document, place);
  if (schema <= newest) return schema;
  const { container, id } = place;
  throw unavailable('A newer version of the service has to answer this.', {
    cause: new LoggableError(
      `the document ${id} in the container "${container}" has the format ${schema}, and this version knows ${newest}`,
    ),
  });
}
