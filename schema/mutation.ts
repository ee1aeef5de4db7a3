/**
 * The way from a mutation's input to `commit`: permission, parsing, policy. The directive that the schema shows and the
 * policies that the resolver accepts are one declaration.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { mayRead, requirePermission, requireRead } from '../src/auth/access.ts';
import type { Permission } from '../src/auth/permissions.ts';
import {
  type Changed,
  commit,
  type Conflict,
  type ConflictPolicy as Policy,
  create,
  type Environment,
} from '../src/versioned/commit.ts';
import type { Accepted, Kind, NamedIntent } from '../src/versioned/entity.ts';
import { invalid, type InvalidInputError, isInvalid, parseAll } from '../src/versioned/refusal.ts';
import { fingerprint } from '../src/versioned/fingerprint.ts';
import { callCost } from './builder.ts';
import type { ChangingInput, CreatingInput } from './input.ts';
import type { Context } from '../src/context.ts';
import type { MutationMeasures } from '../src/telemetry/measures.ts';
import type { ChangedShape, ConflictShape } from './outcome.ts';

interface Creating<State, Detail, Input extends CreatingInput, Parsed, Refusal> {
  readonly name: string;
  readonly permission: Permission;
  readonly parse: (input: Input) => Parsed | InvalidInputError;
  readonly rule: (input: Parsed, intent: NamedIntent) => Accepted<State, Detail> | Refusal;
}

interface Changing<State, Detail, Input extends ChangingInput, Parsed, Refusal> {
  readonly name: string;
  readonly permission: Permission;
  /** What happens on a stale etag, and what a client may ask for instead. */
  readonly onConflict: { readonly policy: Policy; readonly allows: readonly Policy[] };
  readonly parse: (input: Input) => Parsed | InvalidInputError;
  readonly rule: (
    state: State,
    input: Parsed,
    intent: NamedIntent,
  ) => Accepted<State, Detail> | Refusal;
}

/** A mutation may read a document, a page, ask the primary, and write both. */
const mutationCost = 5 * callCost;

/** The `extensions` and `resolve` of the mutations of one kind of entity. */
export function mutationsOf<State, Detail, Done extends string, Stale extends string>(
  kind: Kind<State, Detail>,
  types: { readonly changed: Done; readonly conflict: Stale },
) {
  const toShape = ({ stored, change, replayed, missedChanges }: Changed<State, Detail>) =>
    ({ type: types.changed, stored, change, replayed, missedChanges }) satisfies ChangedShape<
      Done,
      State,
      Detail
    >;

  const requestOf = ({ viewer }: Context, { requestId }: CreatingInput) => ({
    kind,
    tenantId: viewer.tenant,
    requestId,
    by: viewer.subject,
    visible: (state: State) => mayRead(viewer, kind, state),
  });

  function creating<Input extends CreatingInput, Parsed, Refusal extends { readonly type: string }>(
    options: Creating<State, Detail, Input, Parsed, Refusal>,
  ) {
    const { name, permission, parse, rule } = options;
    return {
      nullable: true,
      complexity: mutationCost,
      resolve: measured(name, async (input: Input, context, measures) => {
        requirePermission(context.viewer, [permission]);
        requireRead(context.viewer, kind);
        const parsed = parse(input);
        if (isInvalid(parsed)) return parsed;
        const result = await create(
          {
            ...requestOf(context, input),
            fingerprint: fingerprint(context.viewer.subject, name, parsed),
            rule: (intent) => rule(parsed, intent),
          },
          counting(context, measures),
        );
        return isChanged(result) ? toShape(result) : result;
      }),
    } as const;
  }

  function changing<Input extends ChangingInput, Parsed, Refusal extends { readonly type: string }>(
    options: Changing<State, Detail, Input, Parsed, Refusal>,
  ) {
    const { name, permission, onConflict, parse, rule } = options;
    return {
      nullable: true,
      complexity: mutationCost,
      extensions: { directives: { onConflict } },
      resolve: measured(name, async (input: Input, context, measures) => {
        requirePermission(context.viewer, [permission]);
        const { id, ifMatch } = input;
        const checked = parseAll({
          policy: parsePolicy(name, onConflict, input.onConflict),
          parsed: parse(input),
        });
        if (isInvalid(checked)) return checked;
        const { policy, parsed } = checked;
        measures.policy = policy;
        const result = await commit(
          {
            ...requestOf(context, input),
            id,
            ifMatch,
            policy,
            fingerprint: fingerprint(context.viewer.subject, name, { id, ...parsed }),
            rule: (state, intent) => rule(state, parsed, intent),
          },
          counting(context, measures),
        );
        switch (result.type) {
          case 'Changed':
            return toShape(result);
          case 'Conflict':
            return toConflictShape(types.conflict, result);
          case 'Refused':
            return { ...result.refusal, id, current: result.current };
          default:
            return result;
        }
      }),
    } as const;
  }

  return { creating, changing };
}

function parsePolicy(
  mutation: string,
  { policy, allows }: { readonly policy: Policy; readonly allows: readonly Policy[] },
  asked: Policy | null | undefined,
): Policy | InvalidInputError {
  if (asked === null || asked === undefined) return policy;
  if (allows.includes(asked)) return asked;
  return invalid(['onConflict'], `${mutation} allows ${allows.join(' or ')}, not ${asked}.`);
}

/** A resolver of a mutation, with what is told of it afterwards. */
function measured<
  Input extends CreatingInput,
  Result extends { readonly type: string; readonly replayed?: boolean },
>(
  name: string,
  resolve: (input: Input, context: Context, measures: MutationMeasures) => Promise<Result>,
) {
  return (
    _parent: unknown,
    { input }: { readonly input: Input },
    context: Context,
    { path }: GraphQLResolveInfo,
  ) =>
    context.measures.mutation(name, async (measures) => {
      const result = await resolve(input, context, measures);
      // Only a change that was made has this member.
      if (result.replayed !== undefined) context.changesMade.set(String(path.key), input.requestId);
      measures.replayed = result.replayed === true;
      measures.reapplied = isReapplied(result);
      return result;
    });
}

function counting({ store, now, pause }: Context, measures: MutationMeasures): Environment {
  return {
    store,
    now,
    pause: (round) => {
      measures.rounds = round + 1;
      return pause(round);
    },
  };
}

/** A change that was made, although others were missed. */
function isReapplied(result: object): boolean {
  return (
    'replayed' in result &&
    'missedChanges' in result &&
    Array.isArray(result.missedChanges) &&
    result.missedChanges.length > 0
  );
}

function toConflictShape<Type extends string, State, Detail>(
  type: Type,
  { ifMatch, current, missedChanges }: Conflict<State, Detail>,
): ConflictShape<Type, State, Detail> {
  const message = missedChanges
    ? 'It was changed after the version that you hold. Nothing was written.'
    : 'The changes at hand do not reach back to the version that you hold. Nothing was written.';
  return {
    type,
    message,
    ifMatch,
    current,
    missedChanges: missedChanges ?? [],
    missedChangesComplete: missedChanges !== undefined,
  };
}

function isChanged<State, Detail>(
  result: Changed<State, Detail> | { readonly type: string },
): result is Changed<State, Detail> {
  return result.type === 'Changed';
}
