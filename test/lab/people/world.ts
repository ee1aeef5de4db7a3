/** The entities that the clients of one tenant share: a few are everybody's, and places of finished ones are filled anew. */
import type { SeenEntity } from '../history.ts';
import type { Random } from '../random.ts';

export type EntityKind = 'account' | 'order';

export interface Place {
  readonly kind: EntityKind;
  /** It stays for the whole run, and most requests are for such ones. */
  readonly lasting: boolean;
  /** The entity as whoever put it there saw it: handed on like a link. */
  seen: SeenEntity;
}

export interface World {
  readonly tenant: string;
  readonly add: (kind: EntityKind, lasting: boolean, seen: SeenEntity) => void;
  /** Undefined as long as there is none. */
  readonly pick: (random: Random) => Place | undefined;
  /** Puts a new entity in the place of one that does not last. */
  readonly replaceSome: (kind: EntityKind, seen: SeenEntity, random: Random) => void;
}

const lastingShare = 0.7;

export function createWorld(tenant: string): World {
  const places: Place[] = [];
  const some = (random: Random, fits: (place: Place) => boolean) => {
    const fitting = places.filter(fits);
    return fitting[random.below(fitting.length)];
  };
  return {
    tenant,
    add: (kind, lasting, seen) => void places.push({ kind, lasting, seen }),
    pick: (random) => {
      const lasting = random.chance(lastingShare);
      return some(random, (place) => place.lasting === lasting) ?? some(random, () => true);
    },
    replaceSome: (kind, seen, random) => {
      const place = some(random, (place) => !place.lasting && place.kind === kind);
      if (place) place.seen = seen;
    },
  };
}
