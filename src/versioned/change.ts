/** One accepted change of an entity, and how it is stored. */
import * as v from 'valibot';
import { isKsuid, type Ksuid } from './id.ts';

declare const etagBrand: unique symbol;

/** A version's name, made by the database alone: compared for equality, never parsed, trimmed or computed. */
export type Etag = string & { readonly [etagBrand]: true };

export const storedKsuid = v.custom<Ksuid>((value) => typeof value === 'string' && isKsuid(value));

/** A count of at least 1. */
export const storedVersion = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** As `toISOString` writes it: as strings they sort by time. */
export const storedTime = v.pipe(
  v.string(),
  v.regex(
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/,
  ),
);

/** What is stored of every change. Each kind of change adds to it. */
export const recorded = {
  requestId: storedKsuid,
  fingerprint: v.string(),
  version: storedVersion,
  at: storedTime,
  by: v.string(),
  baseEtag: v.nullable(v.custom<Etag>((value) => typeof value === 'string')),
} as const;

export interface Recorded {
  readonly requestId: Ksuid;
  /** Tells the same request from another under the same `requestId`. */
  readonly fingerprint: string;
  readonly version: number;
  /** Never goes backwards within an entity. */
  readonly at: string;
  readonly by: string;
  /** The etag that this change replaced; null for the one that created the entity. */
  readonly baseEtag: Etag | null;
}

/** `Detail` is what its kind of change remembers. */
export type Change<Detail> = Recorded & Detail;
