/** What a person can do, declared once: how it is said, what the form asks, what is sent, what is shown meanwhile. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Client } from 'urql';
import { intend, type IntendOptions, type Named, type Outcome } from '../../client/intend.ts';
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
  readonly updatedAt: string;
  readonly updatedBy: string;
}

interface Current<Entity> {
  readonly current: Entity;
}

type ConflictFragment = Extract<RefusalFragment, { readonly __typename: `${string}ConflictError` }>;

export type Done<Entity> = AcceptedFragment & Current<Entity>;
export type Refused = Exclude<RefusalFragment, ConflictFragment>;

type Result<Entity> = Done<Entity> | (ConflictFragment & Current<Entity>) | Refused;

export type Answered<Entity> = Outcome<Result<Entity>>;

/** One intention of the person, from the opened form to the answer. */
export interface Attempt<Entity> {
  readonly isUnsettled: boolean;
  /** Without values: what was sent before a reload, as it was. */
  readonly send: (values?: Values) => Promise<Answered<Entity>>;
  /** On top of what the conflict showed. */
  readonly insist: (values: Values) => Promise<Answered<Entity>>;
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

export interface Action<Seen, Entity = Seen> extends Offer<Seen> {
  readonly begin: (
    client: Client,
    seen: Seen,
    values: Values,
    where: IntendOptions,
  ) => Attempt<Entity>;
}

interface Declaration<Seen, Entity, Input extends Named> extends Offer<Seen> {
  readonly document: TypedDocumentNode<
    { readonly result: Result<Entity> | null },
    { readonly input: Input }
  >;
  /** What the form adds to the input. */
  readonly input: (
    values: Values,
    seen: Seen,
  ) => Omit<Input, 'requestId' | 'id' | 'ifMatch' | 'onConflict'>;
}

export function defineAction<Seen, Entity extends Versioned, Input extends Named>({
  document,
  input,
  ...offer
}: Declaration<Seen, Entity, Input>): Action<Seen, Entity> {
  return {
    ...offer,
    begin(client, seen, values, where) {
      const edits = (values: Values): Partial<Input> => {
        const { onConflict } = values;
        return { ...input(values, seen), ...(onConflict && { onConflict }) } as Partial<Input>;
      };
      const { id, etag: ifMatch } = (seen ?? {}) as Partial<Versioned>;
      const wanted: object = { ...(id !== undefined && { id, ifMatch }), ...edits(values) };
      const intention = intend<Input, Result<Entity>>(
        wanted as Input,
        // It selects nothing that is read after the write: a brief one would be the same.
        (input) => mutate(client, document, { input }),
        where,
      );
      return {
        isUnsettled: intention.isUnsettled,
        send: (values) => intention.send(values && edits(values)),
        insist: (values) => intention.insist(edits(values)),
        abandon: () => intention.abandon(),
      };
    },
  };
}
