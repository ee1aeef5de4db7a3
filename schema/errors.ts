/** The refusals that both kinds of entity share. Those of one kind are beside its mutations. */
import type { NotFound, RequestIdReused } from '../src/versioned/commit.ts';
import type { CurrencyMismatchError as CurrencyMismatch } from '../src/domain/account.ts';
import type {
  InputIssue as Issue,
  InvalidInputError as InvalidInput,
} from '../src/versioned/refusal.ts';
import { builder } from './builder.ts';

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

export const CurrencyMismatchError = builder
  .objectRef<CurrencyMismatch>('CurrencyMismatchError')
  .implement({
    interfaces: [UserError],
    fields: (t) => ({
      expected: t.expose('expected', { type: 'CurrencyCode' }),
      got: t.expose('got', { type: 'CurrencyCode' }),
    }),
  });

/** Every member of a mutation's union names itself. */
export function resolveType<Type extends string>({ type }: { readonly type: Type }): Type {
  return type;
}
