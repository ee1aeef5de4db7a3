/** Which request at the database meets which fault: drawn from the seed, one stream for each instance. */
import { parseSessionToken } from '../../../src/local/cosmosdb/session.ts';
import {
  type Action,
  type Exchange,
  pass,
  type ProxyAnswer,
} from '../../support/cosmos/actions.ts';
import type { SeenRequest } from '../../support/cosmos/requests.ts';
import { befalling, isPage, weightOf } from './databaseFaults.ts';
import { type DatabaseFault, databaseFaults, type Fault, type Faults } from './faults.ts';
import { type Random, randomOf } from '../random.ts';
import type { Replicas } from '../cluster/replicas.ts';

export interface ScheduleOptions {
  readonly seed: number;
  readonly faults: Faults;
  readonly replicas: Replicas;
  readonly now: () => number;
  readonly kill: (instance: number) => void;
  readonly count: (fault: Fault) => void;
}

export interface Schedule {
  /** What happens to the requests of this instance. */
  readonly actionFor: (instance: number) => Action;
  /** From now on nothing happens to any request. */
  readonly heal: () => void;
  /** How many requests are still on their way, delayed ones included. */
  readonly onTheirWay: () => number;
}

const firstKillMs = 2000;
const betweenKillsMs = 3000;
const mostBoost = 5;

export function createSchedule(options: ScheduleOptions): Schedule {
  const { seed, faults, replicas, count } = options;
  const kinds = databaseFaults.filter((fault) => faults.has(fault));
  const boost = Math.min(mostBoost, databaseFaults.length / Math.max(1, kinds.length));
  const newest = new Map<string, { readonly lsn: number; readonly token: string }>();
  const kills = createKills(options);
  let healed = false;
  let onTheirWay = 0;

  function actionFor(instance: number): Action {
    const random = randomOf(seed, `database, instance ${instance}`);
    return async (exchange) => {
      onTheirWay += 1;
      try {
        await actionOf(instance, random, exchange.request)(followed(exchange));
      } finally {
        onTheirWay -= 1;
      }
    };
  }

  function actionOf(instance: number, random: Random, request: SeenRequest): Action {
    if (healed) return pass;
    const kill = kills(instance, request);
    if (kill) return kill;
    const fault = drawn(random, request);
    if (!fault) return pass;
    count(fault);
    return befalling[fault].act(random, request, newest.get(request.container ?? '')?.token ?? '');
  }

  function drawn(random: Random, request: SeenRequest): DatabaseFault | undefined {
    // Always drawn, so that what one request meets does not depend on what it is.
    let dice = random.next();
    for (const fault of kinds) {
      const { oneIn, befalls } = befalling[fault];
      const probability = (weightOf(request) * boost) / oneIn;
      if (befalls(request) && dice < probability) return fault;
      dice -= probability;
    }
    return undefined;
  }

  /** The exchange with the replicas in between, and with what they need to know. */
  function followed(exchange: Exchange): Exchange {
    const { request } = exchange;
    return {
      ...exchange,
      forward: async () => {
        const old = faults.has('lag') && !healed ? replicas.answer(request) : undefined;
        if (old) {
          count('lag');
          return old;
        }
        const answer = await exchange.forward();
        replicas.learn(request, answer);
        remember(request, answer);
        return answer;
      },
    };
  }

  function remember({ container = '' }: SeenRequest, { headers }: ProxyAnswer): void {
    const token = headers['x-ms-session-token'];
    const lsn = token === undefined ? undefined : parseSessionToken(token)?.get('0');
    if (token === undefined || lsn === undefined) return;
    if (lsn > (newest.get(container)?.lsn ?? -1)) newest.set(container, { lsn, token });
  }

  return {
    actionFor,
    heal: () => {
      healed = true;
    },
    onTheirWay: () => onTheirWay,
  };
}

/** Who dies at which request: the moments that hurt are those around a write. */
function createKills({ seed, faults, now, kill, count }: ScheduleOptions) {
  const random = randomOf(seed, 'kills');
  const targets: readonly [Target, ...Target[]] = [
    isPage,
    isPage,
    ({ kind }) => kind === 'replace',
    ({ kind }) => kind === 'create',
    ({ kind }) => kind === 'read',
  ];
  let target = random.pick(targets);
  let due = now() + firstKillMs;

  return (instance: number, request: SeenRequest): Action | undefined => {
    if (!faults.has('kill') || now() < due || !target(request)) return undefined;
    due = now() + betweenKillsMs * (1 + random.next());
    target = random.pick(targets);
    const isDone = random.chance(0.5);
    count('kill');
    return async ({ forward, cut }) => {
      if (isDone) await forward();
      kill(instance);
      cut();
    };
  };
}

type Target = (request: SeenRequest) => boolean;
