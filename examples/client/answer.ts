/** What a GraphQL client hands on to `intend` of the answer to a mutation. */

export interface Answer<Result> {
  /** Of the mutation's field. */
  readonly data?: Result | null | undefined;
  readonly errors?: readonly AnswerError[] | undefined;
}

export interface AnswerError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The type of the one field of a mutation's document. */
export type FieldOf<Data> = NonNullable<Data[Exclude<keyof Data, '__typename'>]>;

export function fieldOf<Data extends object>(
  data: Data | null | undefined,
): FieldOf<Data> | null | undefined {
  const [field] = Object.entries(data ?? {}).filter(([name]) => name !== '__typename');
  return field?.[1] as FieldOf<Data> | null | undefined;
}
