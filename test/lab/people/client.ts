/** The life of one client: it reads, changes, creates, comes back to old wishes, and does two things at once. */
import type { ReadRequest, Result, SeenEntity } from '../history.ts';
import { creation, type Intention, intentionOn } from './intentions.ts';
import type { Person } from './person.ts';
import {
  type Ended,
  sendUntilAnswered,
  type RetryOptions,
  readEntity,
  resultOf,
  type Sent,
  startOf,
} from './retries.ts';
import type { EntityKind, World } from './world.ts';

export interface ClientOptions extends RetryOptions {
  readonly person: Person;
  readonly world: World;
  readonly isOver: () => boolean;
  /** An intention that had no definite answer when nothing was in its way any more. */
  readonly onUnanswered: (sent: Sent) => void;
}

export interface Client {
  /** Makes an entity that the clients of its tenant share. */
  readonly found: (kind: EntityKind, lasting: boolean) => Promise<void>;
  /** Until it is over. */
  readonly live: () => Promise<void>;
}

const mostRemembered = 400;

export function createClient(options: ClientOptions): Client {
  const { person, world, isOver, onUnanswered } = options;
  const { random } = person;
  const past: Sent[] = [];
  /** Nobody else knows of these. */
  const own: SeenEntity[] = [];

  async function want(intention: Intention, seen?: SeenEntity): Promise<Ended> {
    return follow(startOf(person, intention, seen));
  }

  async function follow(sent: Sent): Promise<Ended> {
    const ended = await sendUntilAnswered(person, sent, options);
    if (ended.type === 'Unanswered') onUnanswered(ended.sent);
    past.push(ended.sent);
    if (past.length > mostRemembered) past.splice(random.below(past.length), 1);
    return ended;
  }

  async function create(kind: EntityKind): Promise<SeenEntity | undefined> {
    const ended = await want(creation(kind, random));
    return ended.type === 'Answered' ? made(ended.result) : undefined;
  }

  async function act(): Promise<void> {
    const dice = random.next();
    if (dice < 0.15) return read();
    if (dice < 0.23) return comeBack();
    if (dice < 0.26) return renew(random.chance(0.5) ? 'account' : 'order');
    const [seen, lasting] = await choose();
    if (!seen) return undefined;
    const intention = () => want(intentionOn(seen, lasting, random), seen);
    // Two at once are two tabs of one browser: they meet in any order.
    await (random.chance(0.05) ? Promise.all([intention(), intention()]) : intention());
  }

  /** What to change, as the client sees it: read just now, or shown some time ago. */
  async function choose(): Promise<readonly [seen: SeenEntity | undefined, lasting: boolean]> {
    const mine = random.chance(0.15) ? own[random.below(own.length)] : undefined;
    if (mine) return [person.known(mine.id) ?? mine, true];
    const place = world.pick(random);
    if (!place) return [undefined, false];
    const known = person.known(place.seen.id) ?? place.seen;
    return [random.chance(0.5) ? known : await readEntity(person, known), place.lasting];
  }

  /** An old wish, long settled or given up: sent again as it was, or with the newest etag. */
  async function comeBack(): Promise<void> {
    // The older, the more has happened since: their changes have moved to pages.
    const old = past[Math.floor(past.length * random.next() ** 2)];
    if (!old) return;
    const { id } = old.intention.input;
    const known = id === undefined ? undefined : person.known(id);
    await follow(known && random.chance(0.7) ? { ...old, ifMatch: known.etag } : old);
  }

  async function renew(kind: EntityKind): Promise<void> {
    const entity = await create(kind);
    if (!entity) return;
    world.replaceSome(kind, entity, random);
    // At once: a replica that lags has not heard of it.
    await want(intentionOn(entity, false, random), entity);
  }

  async function read(): Promise<void> {
    const place = world.pick(random);
    const request = place && readOf(place.seen);
    if (!request) return;
    const { outcome } = await person.send(request);
    const after = nextCursor(resultOf(outcome));
    if (after === undefined || random.chance(0.5)) return;
    await person.send({ ...request, variables: { ...request.variables, after } });
  }

  function readOf(seen: SeenEntity): ReadRequest {
    const kind = 'balance' in seen ? 'account' : 'order';
    const first = 1 + random.below(40);
    switch (random.below(3)) {
      case 0:
        return { type: 'read', query: kind, variables: { id: seen.id } };
      case 1:
        return { type: 'read', query: `${kind}History`, variables: { id: seen.id, first } };
      default:
        return { type: 'read', query: `${kind}s`, variables: { first, ...filterOf(kind) } };
    }
  }

  function filterOf(kind: EntityKind): ReadRequest['variables'] {
    if (kind === 'account' || random.chance(0.5)) return {};
    const status = random.pick(['OPEN', 'PLACED', 'CANCELLED'] as const);
    return {
      filter: random.chance(0.5) ? { status } : { customer: `customer ${random.below(3)}` },
    };
  }

  return {
    found: async (kind, lasting) => {
      const entity = await create(kind);
      if (entity) world.add(kind, lasting, entity);
    },
    live: async () => {
      for (const kind of ['account', 'order'] as const) {
        const entity = await create(kind);
        if (entity) own.push(entity);
      }
      while (!isOver()) await act();
    },
  };
}

function made(result: Result): SeenEntity | undefined {
  if (!result || !('change' in result)) return undefined;
  return result.account ?? result.order;
}

function nextCursor(result: Result | undefined) {
  const list = result && 'history' in result ? result.history : result;
  if (!list || !('edges' in list) || !list.pageInfo.hasNextPage) return undefined;
  return list.edges.at(-1)?.cursor;
}
