/**
 * What a rule may answer instead of a change. Each `type` is the name of the union member that a client sees, so
 * the compiler knows which refusals a mutation's union has to name.
 */
export interface InvalidInputError {
  readonly type: 'InvalidInputError';
  readonly message: string;
  /** Where in the mutation's input, without the leading `input`. */
  readonly path: readonly string[];
}

export function invalid(path: readonly string[], message: string): InvalidInputError {
  return { type: 'InvalidInputError', message, path };
}

export function isInvalid(value: unknown): value is InvalidInputError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'InvalidInputError'
  );
}

type Parsed<Fields> = { readonly [Name in keyof Fields]: Exclude<Fields[Name], InvalidInputError> };

/** All the fields, or the first that could not be parsed. */
export function parseAll<Fields extends object>(
  fields: Fields,
): Parsed<Fields> | InvalidInputError {
  // The search below proves what the assertion says: no value is an InvalidInputError.
  return Object.values(fields).find(isInvalid) ?? (fields as Parsed<Fields>);
}
