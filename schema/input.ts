/** What the inputs of all mutations have in common. */
import type { ConflictPolicy as Policy } from '../src/versioned/commit.ts';
import type { Etag } from '../src/versioned/entity.ts';
import type { Ksuid } from '../src/versioned/id.ts';
import { builder } from './builder.ts';

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

export type InputFields = PothosSchemaTypes.InputFieldBuilder<
  typeof builder.$inferSchemaTypes,
  'InputObject'
>;

/** The input fields of every change to an entity that exists. */
export function changingFields(t: InputFields) {
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
