/** The truth of a run: each entity's versions, rebuilt from the final database and from what the clients sent. */
import type {
  Final,
  MutationInput,
  MutationRequest,
  Operation,
  StoredChange,
  StoredEntity,
  StoredPage,
  StoredState,
} from '../history.ts';
import { after, initial } from './model.ts';

export interface Version {
  readonly number: number;
  readonly etag: string;
  readonly change: StoredChange;
  readonly state: StoredState;
}

export interface Timeline {
  readonly entity: StoredEntity;
  readonly pages: readonly StoredPage[];
  /** All changes that lie in the pages that must be there and in the document, by place. */
  readonly changes: readonly StoredChange[];
  /** From version 1 on; empty where the changes are no whole history. */
  readonly versions: readonly Version[];
  readonly byEtag: ReadonlyMap<string, Version>;
  readonly byRequestId: ReadonlyMap<string, StoredChange>;
}

export type Attempt = Operation & { readonly request: MutationRequest };

export interface World {
  readonly timelines: ReadonlyMap<string, Timeline>;
  /** Every operation that sent this `requestId` to this entity. */
  readonly attempts: (entity: string, requestId: string) => readonly Attempt[];
}

/** How many changes have moved to pages once there are `version` of them: 16 at a time, whenever there would be 32. */
export function pagedAt(version: number): number {
  return version < 32 ? 0 : Math.floor((version - 16) / 16) * 16;
}

export function isAttempt(operation: Operation): operation is Attempt {
  return operation.request.type === 'mutation';
}

/** The entity that a mutation is for: one that it creates has its `requestId`. */
export function targetOf({ mutation, input }: MutationRequest): string {
  if (mutation === 'openAccount') return `acc_${input.requestId}`;
  if (mutation === 'createOrder') return `ord_${input.requestId}`;
  return input.id ?? '';
}

export function buildWorld(history: readonly Operation[], final: Final): World {
  const sent = new Map<string, Attempt[]>();
  for (const operation of history) {
    if (!isAttempt(operation)) continue;
    const key = `${targetOf(operation.request)} ${operation.request.input.requestId}`;
    const known = sent.get(key);
    if (known) known.push(operation);
    else sent.set(key, [operation]);
  }
  const attempts = (entity: string, requestId: string) => sent.get(`${entity} ${requestId}`) ?? [];

  const pages = new Map<string, StoredPage[]>();
  const entities: StoredEntity[] = [];
  for (const document of [...final.accounts, ...final.orders]) {
    if (document.kind !== 'page') entities.push(document);
    else pages.set(document.entityId, [...(pages.get(document.entityId) ?? []), document]);
  }
  const timelines = new Map(
    entities.map((entity) => {
      const [creation] = attempts(entity.id, entity.id.slice('acc_'.length));
      const own = (pages.get(entity.id) ?? []).toSorted((a, b) => a.number - b.number);
      return [entity.id, buildTimeline(entity, own, creation?.request.input)];
    }),
  );
  return { timelines, attempts };
}

function buildTimeline(
  entity: StoredEntity,
  pages: readonly StoredPage[],
  creation: MutationInput | undefined,
): Timeline {
  const paged = pages.slice(0, pagedAt(entity.version) / 16).flatMap((page) => page.changes);
  const changes = [...paged, ...entity.changes];
  const versions = isWhole(changes) && creation ? versionsOf(entity, changes, creation) : [];
  return {
    entity,
    pages,
    changes,
    versions,
    byEtag: new Map(versions.map((version) => [version.etag, version])),
    byRequestId: new Map(changes.map((change) => [change.requestId, change])),
  };
}

function isWhole(changes: readonly StoredChange[]): boolean {
  return changes.length > 0 && changes.every(({ version }, index) => version === index + 1);
}

function versionsOf(
  entity: StoredEntity,
  changes: readonly StoredChange[],
  creation: MutationInput,
): readonly Version[] {
  let state = initial(entity.kind, creation);
  return changes.map((change, index) => {
    state = after(state, change);
    const etag = changes[index + 1]?.baseEtag ?? entity._etag;
    return { number: index + 1, etag, change, state };
  });
}
