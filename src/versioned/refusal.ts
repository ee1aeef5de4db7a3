/** What a rule may answer instead of a change. `type` is the name of the type that a client sees. */
export interface Refusal {
  readonly type: string;
  /** One sentence for a person. */
  readonly message: string;
}

/** The input is wrong. */
export interface InvalidInputError extends InputIssue {
  readonly type: 'InvalidInputError';
  /** All that is wrong, in the order of the input. `message` and `path` are the first's. */
  readonly issues: readonly InputIssue[];
}

export interface InputIssue {
  readonly message: string;
  /** Where in the mutation's input, without the leading `input`. */
  readonly path: readonly string[];
}

/** A form shows each beside its field: nobody reads more of them at once. */
const mostIssues = 20;

export function invalid(path: readonly string[], message: string): InvalidInputError {
  return { type: 'InvalidInputError', message, path, issues: [{ message, path }] };
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

/** All the fields, or what is wrong with those that could not be parsed. */
export function parseAll<Fields extends object>(
  fields: Fields,
): Parsed<Fields> | InvalidInputError {
  const found = Object.values(fields).filter(isInvalid);
  const [first] = found;
  // The search has proved what the assertion says: no value is an InvalidInputError.
  if (!first) return fields as Parsed<Fields>;
  return { ...first, issues: found.flatMap(({ issues }) => issues).slice(0, mostIssues) };
}
