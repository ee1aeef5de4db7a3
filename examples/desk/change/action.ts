/** What a person can do, declared once: how it is said, what the form asks, what is sent, what is shown meanwhile. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Client } from 'urql';
import { intend, type Named, type Outcome } from '../../client/intend.ts';
import type { ETag } from '../../client/scalars.ts';
import { mutate } from '../../client/urql.ts';
import type { AcceptedFragment, RefusalFragment } from '../gql/graphql.ts';

/** What stands in a form, by the names of its fields. `onConflict` may be among them. */
export type Values = Readonly<Record<string, string>>;

/** A field of a form. */
export interface Question {
  /** Its path in the input, such as `line.unitPrice.amount`. */
  readonly name: string;
  readonly label: string;
  readonly kind?: 'text' | 'amount' | 'currency' | 'number' | 'lines';
  readonly isOptional?: boolean;
  readonly suggestions?: readonly string[];
}

export interface Versioned {
  readonly id: string;
  readonly etag: ETag;
  readonly version: number;
  readonly status: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

type ConflictFragment = Extract<RefusalFragment, { readonly __typename: `${string}ConflictError` }>;

export type Refused = Exclude<RefusalFragment, ConflictFragment>;

type Result<Entity> =
  ((AcceptedFragment | ConflictFragment) & { readonly current: Entity }) | Refused;

export type Answered<Seen> = Outcome<Result<Seen & Versioned>>;

/** One intention of the person, from the opened form to the answer. */
export interface Attempt<Seen> {
  /** It was sent, and nobody knows what came of it. */
  readonly isUnsettled: boolean;
  /** Without values: what was sent before a reload, as it was. */
  readonly send: (values?: Values) => Promise<Answered<Seen>>;
  /** On top of what the conflict showed. */
  readonly insist: (values: Values) => Promise<Answered<Seen>>;
  readonly abandon: () => void;
}

/** `Seen` is what it starts from: the entity on the screen, or nothing where it creates one. */
interface Offer<Seen> {
  /** Of the mutation. */
  readonly name: string;
  readonly permission: string;
  /** On the button that opens the form. */
  readonly label: string;
  readonly isPossible?: (seen: Seen) => boolean;
  readonly title: string;
  /** On the button that does it: "Cancel the order of USD 35.00". */
  readonly act: (seen: Seen, values: Values) => string;
  /** On the button that leaves all as it is. */
  readonly keep: string;
  readonly fields?: readonly Question[];
  /** What stands in the form at first, beside what it was given. */
  readonly initial?: (seen: Seen, given: Values) => Values;
  /** What the screen shows until the answer is there. */
  readonly preview?: (seen: Seen, values: Values) => Seen;
}

export interface Action<Seen> extends Offer<Seen> {
  /** The key names it in the tab, where it is kept over a reload. */
  readonly begin: (client: Client, seen: Seen, values: Values, key: string) => Attempt<Seen>;
}

type Document<Entity, Input> = TypedDocumentNode<
  { readonly result: Result<Entity> | null },
  { readonly input: Input }
>;

interface Declaration<Seen, Input extends Named> extends Offer<Seen> {
  readonly document: Document<Seen extends undefined ? Versioned : Seen, Input>;
  /** What the form adds to the input. */
  readonly input: (
    values: Values,
    seen: Seen,
  ) => Omit<Input, 'requestId' | 'id' | 'ifMatch' | 'onConflict'>;
}

export function defineAction<Seen extends Versioned | undefined, Input extends Named>({
  document,
  input,
  ...offer
}: Declaration<Seen, Input>): Action<Seen> {
  return {
    ...offer,
    begin(client, seen, values, key) {
      const edits = (values: Values): Partial<Input> => {
        const { onConflict } = values;
        return { ...input(values, seen), ...(onConflict && { onConflict }) } as Partial<Input>;
      };
      const { id, etag: ifMatch } = seen ?? {};
      const wanted: object = { ...(id !== undefined && { id, ifMatch }), ...edits(values) };
      // Nothing is shown of what was not seen before: who creates something is led to its page.
      const changes = document as Document<Seen & Versioned, Input>;
      const intention = intend<Input, Result<Seen & Versioned>>(
        wanted as Input,
        // It selects nothing that is read after the write: a brief one would be the same.
        (input) => mutate(client, changes, { input }),
        { store: sessionStorage, key },
      );
      return {
        get isUnsettled() {
          return intention.isUnsettled;
        },
        send: (values) => intention.send(values && edits(values)),
        insist: (values) => intention.insist(edits(values)),
        abandon: () => intention.abandon(),
      };
    },
  };
}
