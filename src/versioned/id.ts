/** KSUIDs and the ids of entities, checked where they come in, so that nobody checks them again. */
import { createHash } from 'node:crypto';
import KSUID from 'ksuid';

declare const ksuidBrand: unique symbol;
declare const entityIdBrand: unique symbol;

/** 27 base62 characters: 4 bytes of seconds since 2014-05-13, then 16 random ones. They sort by time as strings. */
export type Ksuid = string & { readonly [ksuidBrand]: true };

/** A prefix that names the kind of the entity, then its KSUID. */
export type EntityId = string & { readonly [entityIdBrand]: true };

export type EntityPrefix = `${string}_`;

const ksuidPattern = /^[0-9A-Za-z]{27}$/;
const largestKsuid = 'aWgEPTl1tmebfsQzFP4bxwgy80V';

// The npm package's parse checks the length alone: other characters yield another id, and one above this a RangeError.
export function isKsuid(text: string): text is Ksuid {
  return ksuidPattern.test(text) && text <= largestKsuid;
}

export function parseKsuid(text: string): Ksuid | undefined {
  return isKsuid(text) ? text : undefined;
}

/** `random` is 16 bytes. */
export function mintKsuid(now: Date, random: Uint8Array): Ksuid {
  return KSUID.fromParts(now.getTime(), Buffer.from(random)).string as Ksuid;
}

export function ksuidTime(ksuid: Ksuid): Date {
  return KSUID.parse(ksuid).date;
}

/**
 * The id of a part of an entity, such as a line of an order: it has the time of the request that adds the part, and follows
 * from these three alone. The same request makes the same id, and no other request does, nor this one in another entity.
 */
export function partId(entity: EntityId, requestId: Ksuid, number: number): Ksuid {
  const hash = createHash('sha256').update(`${entity} ${requestId} ${number}`).digest();
  return mintKsuid(ksuidTime(requestId), hash.subarray(0, 16));
}

export function entityId(prefix: EntityPrefix, ksuid: Ksuid): EntityId {
  return `${prefix}${ksuid}` as EntityId;
}

export function parseEntityId(prefix: EntityPrefix, text: string): EntityId | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const ksuid = parseKsuid(text.slice(prefix.length));
  return ksuid && entityId(prefix, ksuid);
}
