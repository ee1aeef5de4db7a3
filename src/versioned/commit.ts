/**
 * The one loop that knows about concurrency. It alone compares etags, reads policies, recognises a request that was
 * accepted before, and writes.
 */
import type { Change, Etag } from './change.ts';
import {
  type Accepted,
  changed,
  changesSince,
  created,
  type Entity,
  type Intent,
  type NamedIntent,
  type Page,
  pageOf,
} from './entity.ts';
import type { Kind } from './kind.ts';
import { type EntityId, entityId, type Ksuid, ksuidTime, parseEntityId } from './id.ts';
import { invalid, type InvalidInputError } from './refusal.ts';
import { Fault, unavailable, UncertainOutcome } from '../faults.ts';
import { LoggableError } from '../loggableError.ts';
import type { Read, Store, Stored } from './store.ts';

export type ConflictPolicy = 'REJECT' | 'REAPPLY' | 'OVERWRITE';

export interface Environment {
  readonly store: Store;
  readonly now: () => Date;
  /** Waits a jittered while before the given round, or throws the fault DEADLINE. */
  readonly pause: (round: number) => Promise<void>;
}

interface Request<State> {
  readonly tenantId: string;
  readonly requestId: Ksuid;
  readonly fingerprint: string;
  readonly by: string;
  /** What a viewer may not see does not exist for them, and is not theirs to create. */
  readonly visible: (state: State) => boolean;
}

type Rule<State, Detail, Refusal, Input extends readonly unknown[]> = (
  ...args: Input
) => Accepted<State, Detail> | Refusal;

export interface Creation<State, Detail, Refusal> extends Request<State> {
  readonly kind: Kind<State, Detail>;
  readonly rule: Rule<State, Detail, Refusal, [intent: NamedIntent]>;
}

export interface Command<State, Detail, Refusal> extends Request<State> {
  readonly kind: Kind<State, Detail>;
  /** As the client sent it: it may be malformed. */
  readonly id: string;
  readonly ifMatch: Etag;
  readonly policy: ConflictPolicy;
  readonly rule: Rule<State, Detail, Refusal, [state: State, intent: NamedIntent]>;
}

export interface Changed<State, Detail> {
  readonly type: 'Changed';
  readonly stored: Stored<State, Detail>;
  readonly change: Change<Detail>;
  readonly replayed: boolean;
  readonly missedChanges: readonly Change<Detail>[];
}

export interface Conflict<State, Detail> {
  readonly type: 'Conflict';
  readonly ifMatch: Etag;
  readonly current: Stored<State, Detail>;
  /** `undefined` where the changes at hand cannot tell. */
  readonly missedChanges: readonly Change<Detail>[] | undefined;
}

/** A rule said no. */
export interface Refused<State, Detail, Refusal> {
  readonly type: 'Refused';
  readonly refusal: Refusal;
  /** What it was decided on. */
  readonly current: Stored<State, Detail>;
}

export interface NotFound {
  readonly type: 'NotFoundError';
  readonly message: string;
  readonly id: string;
}

export interface RequestIdReused {
  readonly type: 'RequestIdReusedError';
  readonly message: string;
  readonly requestId: Ksuid;
}

const mostRounds = 5;

/** A `requestId` from further ahead would become the newest of its entity's pages, and cost all others a lookup. */
const furthestAheadMs = 5 * 60 * 1000;

/** Changes an entity under the etag that the client holds, or says why not. Nothing happens twice. */
export async function commit<State, Detail, Refusal extends { readonly type: string }>(
  command: Command<State, Detail, Refusal>,
  { store, now, pause }: Environment,
): Promise<
  | Changed<State, Detail>
  | Conflict<State, Detail>
  | Refused<State, Detail, Refusal>
  | NotFound
  | RequestIdReused
  | InvalidInputError
> {
  const { kind, tenantId, requestId, ifMatch, policy, rule } = command;
  const id = parseEntityId(kind.prefix, command.id);
  if (!id) return notFound(command.id);

  const attempt = new Attempt(requestId);
  // A replica may be behind the client, who may be sending again what was accepted: before any answer but a change or
  // RequestIdReusedError, the primary is asked, once.
  let primaryAsked = false;
  const mustReadAgain = async () => {
    if (primaryAsked) return false;
    primaryAsked = true;
    return (await store.askPrimary(kind, tenantId, id)) === 'Present';
  };

  return attempt.run(async () => {
    for (let round = 1; ;) {
      const read = await store.read(kind, tenantId, id);
      if (read.type === 'Absent') {
        if (await mustReadAgain()) continue;
        return notFound(command.id);
      }
      const { entity, etag } = read.stored;
      if (!command.visible(entity.state)) {
        // As for what is not there: neither the time that an answer takes nor what it costs tells the two apart.
        await mustReadAgain();
        return notFound(command.id);
      }

      const earlier = await findChange(store, kind, entity, requestId);
      if (earlier) return replay(command, read.stored, earlier);
      attempt.lookedAfterLoss();
      if (isTooFarAhead(requestId, now())) {
        if (await mustReadAgain()) continue;
        return fromTheFuture();
      }

      const missedChanges = etag === ifMatch ? [] : changesSince(entity, ifMatch);
      const conflict = { type: 'Conflict', ifMatch, current: read.stored, missedChanges } as const;
      if (!missedChanges || (missedChanges.length > 0 && policy === 'REJECT')) {
        if (await mustReadAgain()) continue;
        return conflict;
      }

      const intent = intentOf(command, now());
      const decision = rule(entity.state, { ...intent, id });
      if (!isAccepted(decision)) {
        // Even of the very version that the client holds: it may have been accepted before, on top of a newer one.
        if (await mustReadAgain()) continue;
        return { type: 'Refused', refusal: decision, current: read.stored };
      }
      if (round > mostRounds) {
        // A write whose outcome is not known may still be done: then "nothing was written" would be untrue.
        if (missedChanges.length > 0 && !attempt.isUnknown) return conflict;
        throw unavailable('Too many others are changing this entity right now.');
      }

      const next = changed(entity, etag, decision, intent);
      // The page first: once the entity no longer holds those changes, they must be found there.
      if (next.page && !(await hasPage(store, kind, read.stored, next.page))) {
        await pause(round);
        round += 1;
        continue;
      }
      const written = await attempt.write(() => store.replace(kind, read.stored, next.entity));
      switch (written.type) {
        case 'Written': {
          const stored = { entity: next.entity, etag: written.etag };
          const change = next.entity.lastChange;
          return { type: 'Changed', stored, change, replayed: false, missedChanges };
        }
        case 'Absent':
          return notFound(command.id);
        case 'Unknown':
          await pause(round);
          await store.askPrimary(kind, tenantId, id);
          primaryAsked = true;
          break;
        case 'Busy':
          await pause(round);
          break;
        case 'Lost':
          await pause(round);
          // It is the primary that compares etags: what it answered pins the next read.
          primaryAsked = true;
          break;
      }
      round += 1;
    }
  });
}

/** Creates an entity whose id is the request's: sent again, the same request finds what it made. */
export async function create<State, Detail, Refusal extends { readonly type: string }>(
  creation: Creation<State, Detail, Refusal>,
  { store, now, pause }: Environment,
): Promise<Changed<State, Detail> | RequestIdReused | InvalidInputError | Refusal> {
  const { kind, tenantId, requestId, visible, rule } = creation;
  const id = entityId(kind.prefix, requestId);
  const attempt = new Attempt(requestId);
  const replayed = async (stored: Stored<State, Detail>) => {
    if (!visible(stored.entity.state)) throw forbidden();
    return replay(creation, stored, await firstChange(store, kind, stored.entity));
  };

  return attempt.run(async () => {
    for (let round = 1; round <= mostRounds; round += 1) {
      const intent = intentOf(creation, now());
      const decision = rule({ ...intent, id });
      if (!isAccepted(decision)) return decision;
      if (!visible(decision.state)) throw forbidden();
      if (isTooFarAhead(requestId, now())) {
        const earlier = await readPinned(store, kind, tenantId, id);
        return earlier ? replayed(earlier) : fromTheFuture();
      }
      const entity = created(kind, tenantId, decision, intent);
      const written = await attempt.write(() => store.create(kind, entity));
      if (written.type === 'Written') {
        const stored = { entity, etag: written.etag };
        const change = entity.lastChange;
        return { type: 'Changed', stored, change, replayed: false, missedChanges: [] };
      }
      if (written.type === 'Unknown') {
        await pause(round);
        if ((await store.askPrimary(kind, tenantId, id)) === 'Absent') continue;
      }
      const read = await readPinned(store, kind, tenantId, id);
      if (read) return replayed(read);
    }
    throw unavailable('The database could not tell whether the entity was created.');
  });
}

/** Remembers across rounds that a write may have happened, and says so when the mutation ends without an answer. */
class Attempt {
  #unknown = false;
  // A service that sends a write again within itself answers 412 or 409 to one that was done.
  #lost = false;
  readonly #requestId: Ksuid;

  constructor(requestId: Ksuid) {
    this.#requestId = requestId;
  }

  get isUnknown(): boolean {
    return this.#unknown;
  }

  async write<Result extends { readonly type: string }>(
    send: () => Promise<Result>,
  ): Promise<Result> {
    try {
      const result = await send();
      if (result.type === 'Unknown') this.#unknown = true;
      if (result.type === 'Lost' || result.type === 'Exists') this.#lost = true;
      return result;
    } catch (error) {
      if (error instanceof Fault && error.uncertain) this.#unknown = true;
      throw error;
    }
  }

  /** What the lost race left is read, and the change is not in it. */
  lookedAfterLoss(): void {
    this.#lost = false;
  }

  async run<Result>(rounds: () => Promise<Result>): Promise<Result> {
    try {
      return await rounds();
    } catch (error) {
      const uncertain = this.#unknown || this.#lost;
      throw uncertain ? new UncertainOutcome(this.#requestId, error) : error;
    }
  }
}

async function findChange<State, Detail>(
  store: Store,
  kind: Kind<State, Detail>,
  entity: Entity<State, Detail>,
  requestId: Ksuid,
): Promise<Change<Detail> | undefined> {
  const atHand = entity.changes.find((change) => change.requestId === requestId);
  if (atHand) return atHand;
  // KSUIDs sort: one above all that ever moved to a page is in none.
  if (entity.newestPaged === null || requestId > entity.newestPaged) return undefined;
  return store.findPaged(kind, entity, requestId);
}

/** Whether the page is there now; false where that cannot be told. */
async function hasPage<State, Detail>(
  store: Store,
  kind: Kind<State, Detail>,
  before: Read<State, Detail>,
  page: Page<Detail>,
): Promise<boolean> {
  const created = await store.createPage(kind, before, page);
  if (created.type !== 'Exists') return created.type === 'Written';
  // Its content is determined, so whoever wrote it wrote the same: to read it is to be sure.
  const changes = await store.page(kind, before.entity, page.number);
  if (changes.every(({ requestId }, index) => requestId === page.requestIds[index])) return true;
  throw new LoggableError(
    `page ${page.number} of ${page.entityId} in the container "${kind.container}" has other changes than the entity`,
  );
}

async function firstChange<State, Detail>(
  store: Store,
  kind: Kind<State, Detail>,
  entity: Entity<State, Detail>,
): Promise<Change<Detail>> {
  const [oldest] = entity.changes;
  const [first] =
    oldest?.version === 1 ? entity.changes : await store.page(kind, entity, pageOf(1));
  if (!first) throw new LoggableError(`${entity.id} has no first change`);
  return first;
}

/** Reads what the primary is known to have. */
async function readPinned<State, Detail>(
  store: Store,
  kind: Kind<State, Detail>,
  tenantId: string,
  id: EntityId,
): Promise<Stored<State, Detail> | undefined> {
  const read = await store.read(kind, tenantId, id);
  if (read.type === 'Found') return read.stored;
  if ((await store.askPrimary(kind, tenantId, id)) === 'Absent') return undefined;
  const again = await store.read(kind, tenantId, id);
  return again.type === 'Found' ? again.stored : undefined;
}

function replay<State, Detail>(
  { requestId, fingerprint }: Request<State>,
  stored: Stored<State, Detail>,
  change: Change<Detail>,
): Changed<State, Detail> | RequestIdReused {
  if (change.fingerprint === fingerprint) {
    return { type: 'Changed', stored, change, replayed: true, missedChanges: [] };
  }
  const message = 'This requestId was accepted before, for something else.';
  return { type: 'RequestIdReusedError', message, requestId };
}

function isTooFarAhead(requestId: Ksuid, now: Date): boolean {
  return ksuidTime(requestId).getTime() > now.getTime() + furthestAheadMs;
}

function fromTheFuture(): InvalidInputError {
  return invalid(['requestId'], 'This KSUID is from the future: more than 5 minutes ahead.');
}

function forbidden(): Fault {
  return new Fault('FORBIDDEN', 'This needs the permission to read what it would create.');
}

function intentOf<State>({ requestId, fingerprint, by }: Request<State>, now: Date): Intent {
  return { requestId, fingerprint, by, at: now.toISOString() };
}

function isAccepted<State, Detail>(
  decision: Accepted<State, Detail> | { readonly type: string },
): decision is Accepted<State, Detail> {
  return decision.type === 'Accepted';
}

function notFound(id: string): NotFound {
  return { type: 'NotFoundError', message: 'There is no such entity, or you may not see it.', id };
}
