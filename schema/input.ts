/**
 * The fields of inputs: the type that GraphQL coerces and the parser of what it cannot know are one. What a parser finds is
 * an answer of the mutation's union, where Pothos' validation plugin would throw it, and before it is known who asks.
 */
import type {
  InputFieldMap,
  InputShapeFromFields,
  InputShapeFromTypeParam,
  InputTypeParam,
} from '@pothos/core';
import type { Etag } from '../src/versioned/change.ts';
import type { ConflictPolicy as Policy } from '../src/versioned/commit.ts';
import type { Ksuid } from '../src/versioned/id.ts';
import { type InvalidInputError, parseAll } from '../src/versioned/refusal.ts';
import { builder, type Types } from './graphql/builder.ts';

export type FieldBuilder = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;

/** What is wrong is told at `path`. */
type Parse<Raw, Parsed> = (raw: Raw, path: readonly string[]) => Parsed | InvalidInputError;

export interface InputField<Parsed> {
  readonly declare: (t: FieldBuilder) => InputFieldMap[string];
  readonly parse: Parse<never, Parsed>;
}

/** A field that has to be given. */
export function required<Type extends InputTypeParam<Types>, Parsed>(
  type: Type,
  parse: Parse<InputShapeFromTypeParam<Types, Type, true>, Parsed>,
  description?: string,
): InputField<Parsed> {
  return fieldOf(type, true, parse, description);
}

/** A field that may be null or left out: unless its parser says else, that is the same. */
export function optional<Type extends InputTypeParam<Types>, Parsed>(
  type: Type,
  parse: Parse<InputShapeFromTypeParam<Types, Type, false>, Parsed>,
  description?: string,
): InputField<Parsed> {
  return fieldOf(type, false, parse, description);
}

/** The parser of a field about which GraphQL knows all. */
export function asGiven<Raw>(raw: Raw): Raw {
  return raw;
}

function fieldOf<Parsed>(
  type: InputTypeParam<Types>,
  isRequired: boolean,
  parse: Parse<never, Parsed>,
  description: string | undefined,
): InputField<Parsed> {
  const options = { type, required: isRequired, ...(description !== undefined && { description }) };
  return { declare: (t) => t.field(options), parse };
}

/** The fields of an input, and one parser for all of them: where what is right for one hangs on another. */
export interface WholeInput<Parsed> {
  readonly fields: (t: FieldBuilder) => InputFieldMap;
  readonly parse: (input: never) => Parsed | InvalidInputError;
}

export function together<Fields extends InputFieldMap, Parsed>(
  fields: (t: FieldBuilder) => Fields,
  parse: (input: InputShapeFromFields<Fields>) => Parsed | InvalidInputError,
): WholeInput<Parsed> {
  return { fields, parse };
}

export type AnyInput = Readonly<Record<string, InputField<unknown>>> | WholeInput<unknown>;

/** What the rule is given. */
export type ParsedInput<Input> =
  Input extends WholeInput<infer Parsed>
    ? Parsed
    : {
        readonly [Name in keyof Input]: Input[Name] extends InputField<infer Parsed>
          ? Parsed
          : never;
      };

export function toWhole(input: AnyInput): WholeInput<object> {
  if (isWhole(input)) return input as WholeInput<object>;
  const fields = Object.entries(input);
  return {
    fields: (t) => Object.fromEntries(fields.map(([name, { declare }]) => [name, declare(t)])),
    parse: (raw: Readonly<Record<string, never>>) =>
      parseAll(
        Object.fromEntries(
          fields.map(([name, { parse }]) => [name, parse(raw[name] as never, [name])]),
        ),
      ),
  };
}

function isWhole(input: AnyInput): input is WholeInput<unknown> {
  return typeof input['parse'] === 'function';
}

/** What `parseText` takes. */
export const oneLine = '1 to 500 characters on one line, at least one of them visible.';

export interface CreatingInput {
  readonly requestId: Ksuid;
}

export interface ChangingInput extends CreatingInput {
  readonly id: string;
  readonly ifMatch: Etag;
  readonly onConflict?: Policy | null | undefined;
}

const ConflictPolicy = builder.enumType('ConflictPolicy', {
  values: {
    REJECT: {
      description: 'A stale etag stops the mutation: the client gets a conflict error.',
    },
    REAPPLY: {
      description:
        'On a stale etag the server rereads, runs the rules again on the newest state, and commits if they hold.',
    },
    OVERWRITE: {
      description:
        "On a stale etag the values in the input win over the newest state's; nothing else of it is touched.",
    },
  } as const,
});

/** The input field of every creation. */
export function creatingFields(t: FieldBuilder, name: string, prefix: string) {
  return {
    requestId: t.field({
      type: 'KSUID',
      required: true,
      description: `Names the intention, and the new ${name}: its id is \`${prefix}\` and this KSUID. Make it before the first try, and send it with each.`,
    }),
  };
}

export const changingDescription =
  '`requestId` names the intention: make it before the first try and send it with each. However often it is sent, at any time\nand to any instance, by a person, a retrying client or the browser itself, it is done at most once.';

/** The input fields of every change to an entity that exists. */
export function changingFields(t: FieldBuilder) {
  return {
    requestId: t.field({
      type: 'KSUID',
      required: true,
      description: 'Names this intention: sent again with it, the change is not made again.',
    }),
    id: t.id({ required: true }),
    ifMatch: t.field({
      type: 'ETag',
      required: true,
      description: 'The etag of the version that the client has seen.',
    }),
    onConflict: t.field({
      type: ConflictPolicy,
      description: 'Instead of what happens by default, if the directive of the field allows it.',
    }),
  };
}
