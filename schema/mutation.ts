/**
 * How a mutation is declared: who may, its input, what happens on a stale etag, and the rule that decides. From that follow its
 * types and the way to `commit`; the directive that the schema shows and the policies that are accepted are one.
 */
import type { InputFieldMap } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { mayRead, permissionsToRead } from '../src/auth/access.ts';
import type { PermissionOf } from '../src/auth/permissions.ts';
import type { Context, MutationRun } from '../src/context.ts';
import {
  type Changed,
  commit,
  type ConflictPolicy as Policy,
  create,
  type Environment,
} from '../src/versioned/commit.ts';
import type { Accepted, NamedIntent } from '../src/versioned/entity.ts';
import { fingerprint } from '../src/versioned/fingerprint.ts';
import type { Kind } from '../src/versioned/kind.ts';
import {
  invalid,
  type InvalidInputError as Invalid,
  isInvalid,
  parseAll,
  type Refusal,
} from '../src/versioned/refusal.ts';
import { builder } from './graphql/builder.ts';
import type { EntityType, RefusalType } from './entity.ts';
import {
  InvalidInputError,
  NotFoundError,
  RequestIdReusedError,
  toConflictShape,
} from './graphql/errors.ts';
import {
  type AnyInput,
  changingDescription,
  changingFields,
  type ChangingInput,
  type CreatingInput,
  creatingFields,
  type FieldBuilder,
  type ParsedInput,
  toWhole,
} from './input.ts';
import { typeNameOf } from './graphql/node.ts';

type NameOf<Type> = Type extends RefusalType<infer Name> ? Name : never;

type Returned<Rule> = Rule extends (...args: never) => infer Decision
  ? Exclude<Decision, { readonly type: 'Accepted' | 'InvalidInputError' }> extends infer Refused
    ? Refused extends { readonly type: infer Name extends string }
      ? Name
      : never
    : never
  : never;

/** Refuses to compile where a rule returns other refusals than the union is to have. */
type Refuses<Rule, Listed extends string> =
  string extends Returned<Rule>
    ? unknown // the rule itself is wrong, which is told
    : [Exclude<Returned<Rule>, Listed>] extends [never]
      ? [Exclude<Listed, Returned<Rule>>] extends [never]
        ? unknown
        : `the rule never returns ${Exclude<Listed, Returned<Rule>>}, which is in refuses`
      : `the rule returns ${Exclude<Returned<Rule>, Listed>}, which is not in refuses`;

type NoInput = Readonly<Record<string, never>>;

interface Options<Declared, Input, Refusals> {
  readonly permission: PermissionOf<Declared>;
  /** What it takes besides what all take. */
  readonly input?: Input;
  /** Of the input type. */
  readonly description?: string;
  /** The refusals that the rule may return, apart from that of the input. */
  readonly refuses?: Refusals;
}

interface OnConflict {
  /** What happens on a stale etag. */
  readonly policy: Policy;
  /** What a client may ask for: the policy itself, and others. */
  readonly allows: readonly Policy[];
}

/** What tests and tools know a mutation by: the `extensions` of its field. */
export interface MutationFacts {
  /** The name of the kind. */
  readonly entity: string;
  readonly permission: string;
  readonly creates: boolean;
  /** Of a change. */
  readonly onConflict?: OnConflict;
  /** The names of the refusals. */
  readonly refuses: readonly string[];
}

/** A mutation may read a document, a page, ask the primary, and write both. */
const mutationCalls = 5;

/** A mutation that makes a new entity, whose id is the request's. */
export function creation<
  Declared,
  State,
  Detail,
  Rule extends (
    input: ParsedInput<Input>,
    intent: NamedIntent,
  ) => Accepted<State, Detail> | Refusal,
  Input extends AnyInput = NoInput,
  const Refusals extends readonly RefusalType<string>[] = readonly [],
>(
  { kind, changed }: EntityType<Declared, State, Detail>,
  name: string,
  options: Options<Declared, Input, Refusals> & {
    readonly rule: Rule & Refuses<Rule, NameOf<Refusals[number]>>;
  },
): void {
  const { permission, description, rule } = options;
  const { fields, parse } = toWhole(options.input ?? {});
  const decide: (input: object, intent: NamedIntent) => Accepted<State, Detail> | Refusal =
    rule as never; // its input is what was parsed
  addMutation(
    name,
    {
      facts: { entity: kind.name, permission, creates: true, refuses: namesOf(options.refuses) },
      scopes: { change: [permission], read: permissionsToRead(kind) },
      description,
      fields: (t) => ({ ...creatingFields(t, kind.name, kind.prefix), ...fields(t) }),
      members: [changed, ...(options.refuses ?? [])],
    },
    async (input: CreatingInput, context, environment) => {
      const parsed = parse(input as never);
      if (isInvalid(parsed)) return parsed;
      const result = await create(
        {
          ...requestOf(kind, context, input),
          fingerprint: fingerprint(context.viewer.subject, name, parsed),
          rule: (intent) => decide(parsed, intent),
        },
        environment,
      );
      return isChanged(result) ? { ...result, type: changed.name } : result;
    },
  );
}

/** A mutation that changes an entity under the etag that the client holds. */
export function mutation<
  Declared,
  State,
  Detail,
  Rule extends (
    state: State,
    input: ParsedInput<Input>,
    intent: NamedIntent,
  ) => Accepted<State, Detail> | Refusal,
  Input extends AnyInput = NoInput,
  const Refusals extends readonly RefusalType<string>[] = readonly [],
>(
  { kind, changed, conflict }: EntityType<Declared, State, Detail>,
  name: string,
  options: Options<Declared, Input, Refusals> & {
    readonly onConflict: OnConflict;
    readonly rule: Rule & Refuses<Rule, NameOf<Refusals[number]>>;
  },
): void {
  const { permission, onConflict, description = changingDescription, rule } = options;
  const { fields, parse } = toWhole(options.input ?? {});
  const decide: (
    state: State,
    input: object,
    intent: NamedIntent,
  ) => Accepted<State, Detail> | Refusal = rule as never; // its input is what was parsed
  addMutation(
    name,
    {
      facts: {
        entity: kind.name,
        permission,
        creates: false,
        onConflict,
        refuses: namesOf(options.refuses),
      },
      scopes: { change: [permission] },
      description,
      fields: (t) => ({ ...changingFields(t), ...fields(t) }),
      members: [changed, conflict, NotFoundError, ...(options.refuses ?? [])],
    },
    async (input: ChangingInput, context, environment) => {
      const { id, ifMatch } = input;
      const checked = parseAll({
        policy: parsePolicy(name, onConflict, input.onConflict),
        parsed: parse(input as never),
      });
      if (isInvalid(checked)) return checked;
      const { policy, parsed } = checked;
      const result = await commit(
        {
          ...requestOf(kind, context, input),
          id,
          ifMatch,
          policy,
          fingerprint: fingerprint(context.viewer.subject, name, { id, ...parsed }),
          rule: (state, intent) => decide(state, parsed, intent),
        },
        environment,
      );
      switch (result.type) {
        case 'Changed':
          return { ...result, type: changed.name };
        case 'Conflict':
          return toConflictShape(conflict.name, result);
        case 'Refused':
          return { ...result.refusal, id, current: result.current };
        default:
          return result;
      }
    },
  );
}

interface Field {
  readonly facts: MutationFacts;
  /** Of which the viewer needs one each. */
  readonly scopes: { readonly change: readonly string[]; readonly read?: readonly string[] };
  readonly description: string | undefined;
  readonly fields: (t: FieldBuilder) => InputFieldMap;
  readonly members: readonly { readonly name: string }[];
}

type Resolve = (
  input: ChangingInput,
  context: Context,
  environment: Environment,
) => Promise<NonNullable<MutationRun['result']>>;

/** Adds the field, its input type and its union. */
function addMutation(
  name: string,
  { facts, scopes, description, fields, members }: Field,
  resolve: Resolve,
): void {
  const typeName = typeNameOf(name);
  const Input = builder.inputType(`${typeName}Input`, {
    ...(description !== undefined && { description }),
    fields,
  });
  const Result = builder.unionType(`${typeName}Result`, {
    types: [...members, InvalidInputError, RequestIdReusedError] as never,
    // Every member names itself.
    resolveType: ({ type }: { readonly type: string }) => type,
  });
  const { onConflict } = facts;
  builder.mutationField(name, (t) =>
    t.field({
      type: Result,
      nullable: true,
      args: { input: t.arg({ type: Input, required: true }) },
      authScopes: { $all: scopes },
      extensions: {
        mutation: facts,
        calls: mutationCalls,
        ...(onConflict && { directives: { onConflict } }),
      },
      resolve: recorded(name, facts, resolve) as never,
    }),
  );
}

function requestOf<State, Detail>(
  kind: Kind<State, Detail>,
  { viewer }: Context,
  { requestId }: CreatingInput,
) {
  return {
    kind,
    tenantId: viewer.tenant,
    requestId,
    by: viewer.subject,
    visible: (state: State) => mayRead(viewer, kind, state),
  };
}

function parsePolicy(
  mutationName: string,
  { policy, allows }: OnConflict,
  asked: Policy | null | undefined,
): Policy | Invalid {
  if (asked === null || asked === undefined) return policy;
  if (allows.includes(asked)) return asked;
  return invalid(['onConflict'], `${mutationName} allows ${allows.join(' or ')}, not ${asked}.`);
}

/** A resolver that keeps with its request what became of the mutation. */
function recorded(name: string, { onConflict }: MutationFacts, resolve: Resolve) {
  return async (
    _parent: unknown,
    { input }: { readonly input: ChangingInput },
    context: Context,
    { path }: GraphQLResolveInfo,
  ) => {
    const policy = input.onConflict ?? onConflict?.policy;
    const run: MutationRun = { name, requestId: input.requestId, policy, rounds: 1 };
    context.mutations.set(String(path.key), run);
    const { store, now, pause } = context;
    run.result = await resolve(input, context, {
      store,
      now,
      pause: (round) => {
        run.rounds = round + 1;
        return pause(round);
      },
    });
    return run.result;
  };
}

function isChanged<State, Detail>(
  result: Changed<State, Detail> | { readonly type: string },
): result is Changed<State, Detail> {
  return result.type === 'Changed';
}

function namesOf(refusals: readonly RefusalType<string>[] = []): readonly string[] {
  return refusals.map(({ name }) => name);
}
