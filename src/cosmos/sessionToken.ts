/**
 * What a request has seen of each container, and the opaque token that carries it to the client and back.
 *
 * A session token of Cosmos DB is a list of `<partition key range>:<version>#<global LSN>#<region>=<local LSN>…`, or
 * of `<range>:<LSN>` in its older form. The service compares them; we only keep the newest part of each.
 */
import { isRecord } from '../record.ts';
import { containers } from './containers.ts';

export interface SessionTokens {
  /** What a read of this container has to send, if anything. */
  readonly of: (container: string) => string | undefined;
  /** The part of it that this request was told of by the database itself. */
  readonly learned: (container: string) => string | undefined;
  /** Takes in the token of an answer: later reads see at least that. */
  readonly learn: (container: string, token: unknown) => void;
  /** The same of an answer of the primary, which knows best: what the client brought of its ranges is dropped. */
  readonly learnFromPrimary: (container: string, token: unknown) => void;
  /** Drops what the client brought. */
  readonly forget: (container: string) => void;
  /** Drops it from what goes back to the client alone. */
  readonly takeBack: (container: string) => void;
  /** For the client: undefined where there is nothing to tell it. */
  readonly toHeader: () => string | undefined;
}

interface Position {
  readonly version: number;
  readonly lsn: number;
  readonly regions: ReadonlyMap<string, number>;
  /** The older form has neither version nor regions. */
  readonly plain: boolean;
}

type Positions = Map<string, Position>;

const rangePattern =
  /^(\d{1,10}):(?:(-?\d{1,15})#(\d{1,15})((?:#\d{1,10}=-?\d{1,15})*)|(\d{1,15}))$/;
const longestHeader = 12 * 1024;

/** In bytes of JSON: base64 makes 4 KiB of it, less what separates three of them in a header. */
const longestToken = 3 * 1023;

/** `undefined` for a header that we did not make. */
export function readSessionTokens(header: string | null): SessionTokens | undefined {
  const seen = new Map(containers.map(({ id }) => [id, new Seen()]));
  if (header !== null && header.trim() !== '' && !takeHeader(header, seen)) return undefined;
  const brought = [...seen.values()].some(({ newest }) => newest !== undefined);

  return {
    of: (container) => seen.get(container)?.newest,
    learned: (container) => seen.get(container)?.learned,
    learn: (container, token) => seen.get(container)?.learn(token),
    learnFromPrimary: (container, token) => seen.get(container)?.learnFromPrimary(token),
    forget: (container) => seen.get(container)?.forget(),
    takeBack: (container) => seen.get(container)?.takeBack(),
    toHeader: () => {
      const told = [...seen].filter(([, { told: token }]) => token !== undefined);
      // What a client sent has to be replaced, by nothing if need be.
      return told.length === 0 && !brought ? undefined : encode(new Map(told));
    },
  };
}

/** What is known of one container, as the service writes it. It stays text where there is nothing to merge. */
class Seen {
  #brought: string | undefined;
  #learned: string | undefined;
  #newest: string | undefined;
  #isTakenBack = false;

  /** What this request was told. */
  get learned(): string | undefined {
    return this.#learned;
  }

  /** That, and what the client brought. */
  get newest(): string | undefined {
    return this.#newest;
  }

  /** What the client is told. */
  get told(): string | undefined {
    return this.#isTakenBack ? this.#learned : this.#newest;
  }

  /** False for what is no token. */
  bring(token: unknown): boolean {
    if (!isToken(token)) return false;
    this.#set(newestOf(this.#brought, token), this.#learned);
    return true;
  }

  learn(token: unknown): void {
    // The reads of a request mostly bring the same.
    if (token === this.#learned || !isToken(token)) return;
    this.#set(this.#brought, newestOf(this.#learned, token));
  }

  learnFromPrimary(token: unknown): void {
    this.learn(token);
    if (isToken(token)) this.#set(without(this.#brought, token), this.#learned);
  }

  forget(): void {
    this.#set(undefined, this.#learned);
  }

  takeBack(): void {
    this.#isTakenBack = true;
  }

  #set(brought: string | undefined, learned: string | undefined): void {
    this.#brought = brought;
    this.#learned = learned;
    this.#newest = newestOf(brought, learned);
  }
}

/** Several tokens are comma-separated: those of answers that came in parallel. */
function takeHeader(header: string, seen: ReadonlyMap<string, Seen>): boolean {
  if (header.length > longestHeader) return false;
  return header.split(',').every((part) => {
    const tokens = decode(part.trim());
    return (
      tokens !== undefined &&
      Object.entries(tokens).every(([container, token]) => seen.get(container)?.bring(token))
    );
  });
}

function isToken(token: unknown): token is string {
  return typeof token === 'string' && token.split(',').every((range) => rangePattern.test(range));
}

function encode(seen: ReadonlyMap<string, Seen>): string {
  const told = new Map([...seen].map(([container, { told: token = '' }]) => [container, token]));
  const json = toJson(told);
  const short = json.length > longestToken ? toJson(shorten(seen)) : json;
  return Buffer.from(short).toString('base64url');
}

function toJson(tokens: ReadonlyMap<string, string>): string {
  return JSON.stringify(Object.fromEntries(tokens));
}

/** As many ranges as there is room for: those that this request has touched come first. */
function shorten(seen: ReadonlyMap<string, Seen>): ReadonlyMap<string, string> {
  const ranges = [...seen].flatMap(([container, { learned, told = '' }]) => {
    const touched = namesIn(learned);
    return told
      .split(',')
      .map((range) => ({ container, range, touched: Number(touched.has(nameOf(range))) }));
  });
  const kept = new Map<string, string>();
  let room = longestToken - toJson(new Map([...seen.keys()].map((name) => [name, '']))).length;
  for (const { container, range } of ranges.toSorted((a, b) => b.touched - a.touched)) {
    room -= range.length + 1;
    if (room < 0) break;
    const others = kept.get(container);
    kept.set(container, others === undefined ? range : `${others},${range}`);
  }
  return kept;
}

/** The ranges of a token that another says nothing of. */
function without(token: string | undefined, other: string): string | undefined {
  const names = namesIn(other);
  const left = token?.split(',').filter((range) => !names.has(nameOf(range))) ?? [];
  return left.length === 0 ? undefined : left.join(',');
}

function namesIn(token: string | undefined): ReadonlySet<string> {
  return new Set(token?.split(',').map(nameOf));
}

function nameOf(range: string): string {
  return range.slice(0, range.indexOf(':'));
}

function decode(token: string): object | undefined {
  if (!/^[\w-]+$/.test(token)) return undefined;
  try {
    const tokens: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return isRecord(tokens) ? tokens : undefined;
  } catch {
    return undefined;
  }
}

/** What both have seen, together. */
function newestOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || a === b) return b;
  if (b === undefined) return a;
  const positions: Positions = new Map();
  for (const [range, position] of [...parse(a), ...parse(b)]) {
    const known = positions.get(range);
    positions.set(range, known ? newest(known, position) : position);
  }
  return format(positions);
}

/** Of a token that is one. */
function parse(token: string): readonly (readonly [range: string, position: Position])[] {
  return token.split(',').map((part) => {
    const [, range = '', version, lsn, regions = '', plainLsn] = rangePattern.exec(part) ?? [];
    const locals = regions
      .split('#')
      .filter((region) => region !== '')
      .map((region) => region.split('='));
    const position: Position = {
      version: Number(version ?? 0),
      lsn: Number(lsn ?? plainLsn),
      regions: new Map(locals.map(([name = '', local]) => [name, Number(local)])),
      plain: plainLsn !== undefined,
    };
    return [range, position];
  });
}

/** A newer version (after a failover) decides which regions there are; within one, each part goes up on its own. */
function newest(a: Position, b: Position): Position {
  const [newer, older] = a.version >= b.version ? [a, b] : [b, a];
  const names =
    newer.version === older.version ? [...newer.regions, ...older.regions] : newer.regions;
  const regions = new Map<string, number>();
  for (const [name] of names) {
    regions.set(name, Math.max(newer.regions.get(name) ?? -1, older.regions.get(name) ?? -1));
  }
  return {
    version: newer.version,
    lsn: Math.max(newer.lsn, older.lsn),
    regions,
    plain: newer.plain && older.plain,
  };
}

function format(positions: Positions): string {
  return [...positions]
    .map(([range, { version, lsn, regions, plain }]) => {
      if (plain) return `${range}:${lsn}`;
      const locals = [...regions].map(([region, local]) => `#${region}=${local}`);
      return `${range}:${version}#${lsn}${locals.join('')}`;
    })
    .join(',');
}
