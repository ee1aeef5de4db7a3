/** The refusals that all entities share, and the interfaces of all refusals. Those of one kind are beside its mutations. */
import type { Change as DomainChange, Etag } from '../../src/versioned/change.ts';
import type { Conflict, NotFound, RequestIdReused } from '../../src/versioned/commit.ts';
import type {
  InputIssue as Issue,
  InvalidInputError as InvalidInput,
} from '../../src/versioned/refusal.ts';
import type { Stored } from '../../src/versioned/store.ts';
import { builder } from './builder.ts';
import { Change } from '../change.ts';
import { Versioned } from './node.ts';

export const UserError = builder.interfaceRef<{ readonly message: string }>('UserError').implement({
  description: 'A refusal that is part of the contract; the names of the others end in Error too.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'One sentence for a person.' }),
  }),
});

export const NotFoundError = builder.objectRef<NotFound>('NotFoundError').implement({
  interfaces: [UserError],
  description:
    "No such entity in the caller's tenant, or the caller may not see it: the two are not told apart.",
  fields: (t) => ({ id: t.exposeID('id') }),
});

const InputIssue = builder.objectRef<Issue>('InputIssue').implement({
  fields: (t) => ({
    message: t.exposeString('message'),
    path: t.stringList({ resolve: toPath }),
  }),
});

export const InvalidInputError = builder.objectRef<InvalidInput>('InvalidInputError').implement({
  interfaces: [UserError],
  fields: (t) => ({
    message: t.exposeString('message', { description: "The first issue's." }),
    path: t.stringList({
      description:
        'The first issue\'s: a path into the arguments, such as ["input", "lines", "0", "quantity"].',
      resolve: toPath,
    }),
    issues: t.expose('issues', {
      type: [InputIssue],
      description:
        'All that is wrong with the input, in its order, 20 at most: a form shows each beside its field.',
    }),
  }),
});

function toPath({ path }: Issue): string[] {
  return ['input', ...path];
}

export const RequestIdReusedError = builder
  .objectRef<RequestIdReused>('RequestIdReusedError')
  .implement({
    interfaces: [UserError],
    description:
      'The requestId was accepted before on this entity, for something else. Nothing was written.',
    fields: (t) => ({ requestId: t.expose('requestId', { type: 'KSUID' }) }),
  });

/** What a stale etag was answered with. */
export interface ConflictShape<State, Detail> {
  readonly type: string;
  readonly message: string;
  readonly ifMatch: Etag;
  readonly current: Stored<State, Detail>;
  readonly missedChanges: readonly DomainChange<Detail>[];
  readonly missedChangesComplete: boolean;
}

export const ConflictError = builder
  .interfaceRef<ConflictShape<unknown, object>>('ConflictError')
  .implement({
    interfaces: [UserError],
    description: 'Someone changed the entity after the client read it. Nothing was written.',
    fields: (t) => ({
      ifMatch: t.expose('ifMatch', {
        type: 'ETag',
        description: 'The etag that the client sent.',
      }),
      missedChanges: t.field({
        type: [Change],
        description:
          "Every change since the client's version, oldest first, the caller's own included; empty when it cannot be told.",
        resolve: ({ missedChanges }) => missedChanges,
      }),
      missedChangesComplete: t.exposeBoolean('missedChangesComplete', {
        description:
          "False when the client's version is too old to tell, or its etag was never one of this entity's.",
      }),
      current: t.field({
        type: Versioned,
        description: 'The entity as it is now, with the etag to try again with.',
        resolve: ({ current }) => current,
      }),
    }),
  });

export function toConflictShape<State, Detail>(
  type: string,
  { ifMatch, current, missedChanges }: Conflict<State, Detail>,
): ConflictShape<State, Detail> {
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
