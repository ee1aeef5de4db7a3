/** The schema: the entities, and what the other files add to the builder. */
import {
  assertEnumType,
  DirectiveLocation,
  GraphQLDirective,
  GraphQLList,
  GraphQLNonNull,
  GraphQLSchema,
} from 'graphql';
import type { AnyKind } from '../src/entities.ts';
import { Account } from './account.ts';
import { builder } from './graphql/builder.ts';
import { counted } from './graphql/counted.ts';
import { Order } from './order.ts';
import './graphql/scalars.ts';
import './viewer.ts';

/** The kinds of src/entities.ts as clients see them: one that is missing does not compile. */
export const entities = {
  account: Account,
  order: Order,
} as const satisfies Readonly<Record<AnyKind['name'], { readonly kind: AnyKind }>>;

// Whoever prints it sorts it, and a test checks it: neither is for each start of an instance to do.
export const schema = counted(withConflictDirective(builder.toSchema({ sortSchema: false })));

/** Pothos makes the enum that the directive's arguments need, so the directive can only be added afterwards. */
function withConflictDirective(built: GraphQLSchema): GraphQLSchema {
  const config = built.toConfig();
  const policy = new GraphQLNonNull(assertEnumType(built.getType('ConflictPolicy')));
  const onConflict = new GraphQLDirective({
    name: 'onConflict',
    description:
      'What the business decided should happen when two people change the same entity: what happens by default,\nand what a client may ask for instead with `onConflict` in the input.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      policy: { type: policy },
      allows: { type: new GraphQLNonNull(new GraphQLList(policy)) },
    },
  });
  const directives = [...config.directives, onConflict];
  return new GraphQLSchema({ ...config, directives, assumeValid: true });
}
