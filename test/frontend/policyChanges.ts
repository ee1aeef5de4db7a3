/** What a changed `@onConflict` means to clients: general tools tell that it changed, but not how. */
import { getDirectiveValues, type GraphQLSchema } from 'graphql';

export interface SchemaChange {
  /** A dangerous change does something else for a request that is served as before. */
  readonly level: 'breaking' | 'dangerous' | 'safe';
  readonly message: string;
}

interface OnConflict {
  readonly policy: string;
  readonly allows: readonly string[];
}

/** Of the mutations that both schemas have. */
export function policyChanges(
  before: GraphQLSchema,
  after: GraphQLSchema,
): readonly SchemaChange[] {
  const names = Object.keys(before.getMutationType()?.getFields() ?? {});
  return names
    .filter((name) => after.getMutationType()?.getFields()[name])
    .flatMap((name) => compare(name, onConflictOf(before, name), onConflictOf(after, name)));
}

function onConflictOf(schema: GraphQLSchema, name: string): OnConflict {
  const directive = schema.getDirective('onConflict');
  const node = schema.getMutationType()?.getFields()[name]?.astNode;
  const values = directive && node && getDirectiveValues(directive, node);
  return { policy: 'none', allows: [], ...values };
}

function compare(name: string, before: OnConflict, after: OnConflict): readonly SchemaChange[] {
  const told = (level: SchemaChange['level'], message: string): SchemaChange => ({
    level,
    message: `Mutation.${name}: ${message}`,
  });
  const policy = `a stale etag's policy changed from ${before.policy} to ${after.policy}`;
  return [
    ...(before.policy === after.policy ? [] : [told('dangerous', policy)]),
    ...before.allows
      .filter((each) => !after.allows.includes(each))
      .map((each) => told('breaking', `onConflict may be ${each} no more`)),
    ...after.allows
      .filter((each) => !before.allows.includes(each))
      .map((each) => told('safe', `onConflict may be ${each}`)),
  ];
}
