/**
 * What a request has seen of each container, and the opaque token that carries it to the client and back.
 *
 * A session token of Cosmos DB is a list of `<partition key range>:<version>#<global LSN>#<region>=<local LSN>…`, or
 * of `<range>:<LSN>` in its older form. The service compares them; we only keep the newest part of each.
 */
import { isRecord } from '../record.ts';
import { containers } from './containers.ts';

/** What was seen of each partition key range, as the service writes it. */
type Positions = ReadonlyMap<string, string>;

interface Range {
  readonly container: string;
  readonly text: string;
}

const nothing: ReadonlyMap<string, string> = new Map();
const rangePattern = /^(\d{1,10}):(-?\d{1,15}#\d{1,15}(?:#\d{1,10}=-?\d{1,15})*|\d{1,15})$/;
const longestHeader = 12 * 1024;

/** In bytes of JSON: base64 makes 4 KiB of it, less what separates three of them in a header. */
const longestToken = 3 * 1023;

/** `undefined` for a header that we did not make. */
export function readSessionTokens(header: string | null): SessionTokens | undefined {
  if (header === null || header.trim() === '') return new SessionTokens(new Map());
  if (header.length > longestHeader) return undefined;
  const brought = new Map<string, Positions>();
  // Several tokens are comma-separated: those of answers that came in parallel.
  for (const part of header.split(',')) {
    const tokens = decode(part.trim());
    if (!tokens) return undefined;
    for (const [container, token] of Object.entries(tokens)) {
      const positions = parse(token);
      if (!positions || !containers.some(({ id }) => id === container)) return undefined;
      brought.set(container, merge(brought.get(container), positions));
    }
  }
  return new SessionTokens(brought);
}

export class SessionTokens {
  /** Whether the client brought anything, also where nothing of it is left. */
  readonly #isBrought: boolean;
  /** By container, as what follows. */
  readonly #brought: Map<string, Positions>;
  readonly #learned = new Map<string, Positions>();
  readonly #takenBack = new Set<string>();

  constructor(brought: ReadonlyMap<string, Positions>) {
    this.#isBrought = brought.size > 0;
    this.#brought = new Map(brought);
  }

  /** What a read of this container has to send, if anything. */
  of(container: string): string | undefined {
    return format(this.#newest(container));
  }

  /** The part of it that this request was told of by the database itself. */
  learned(container: string): string | undefined {
    return format(this.#learned.get(container) ?? nothing);
  }

  /** Takes in the token of an answer: later reads see at least that. */
  learn(container: string, token: unknown): void {
    this.#learned.set(container, merge(this.#learned.get(container), parse(token)));
  }

  /** The same of an answer of the primary, which knows best: what the client brought of its ranges is dropped. */
  learnFromPrimary(container: string, token: unknown): void {
    this.learn(container, token);
    const told = parse(token) ?? nothing;
    const brought = [...(this.#brought.get(container) ?? nothing)];
    this.#brought.set(container, new Map(brought.filter(([range]) => !told.has(range))));
  }

  /** Drops what the client brought. */
  forget(container: string): void {
    this.#brought.set(container, nothing);
  }

  /** Drops it from what goes back to the client alone. */
  takeBack(container: string): void {
    this.#takenBack.add(container);
  }

  /** For the client: undefined where there is nothing to tell it. */
  toHeader(): string | undefined {
    const ranges = containers.flatMap(({ id: container }) => {
      const touched = this.#learned.get(container) ?? nothing;
      const told = this.#takenBack.has(container) ? touched : this.#newest(container);
      return [...told].map(([range, position]) => ({
        container,
        text: `${range}:${position}`,
        isTouched: touched.has(range),
      }));
    });
    // What a client sent has to be replaced, by nothing if need be.
    if (ranges.length === 0 && !this.#isBrought) return undefined;
    // Where there is no room for all, those that this request has touched come first.
    return encode(ranges.toSorted((a, b) => Number(b.isTouched) - Number(a.isTouched)));
  }

  #newest(container: string): Positions {
    return merge(this.#brought.get(container), this.#learned.get(container));
  }
}

/** As many ranges as there is room for. */
function encode(ranges: readonly Range[]): string {
  const names = containers.map(({ id }) => [id, '']);
  let room = longestToken - JSON.stringify(Object.fromEntries(names)).length;
  const tokens: Record<string, string> = {};
  for (const { container, text } of ranges) {
    room -= text.length + 1;
    if (room < 0) break;
    const others = tokens[container];
    tokens[container] = others === undefined ? text : `${others},${text}`;
  }
  return Buffer.from(JSON.stringify(tokens)).toString('base64url');
}

function decode(token: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^[\w-]+$/.test(token)) return undefined;
  try {
    const tokens: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return isRecord(tokens) ? tokens : undefined;
  } catch {
    return undefined;
  }
}

function format(positions: Positions): string | undefined {
  const ranges = [...positions].map(([range, position]) => `${range}:${position}`);
  return ranges.length === 0 ? undefined : ranges.join(',');
}

/** `undefined` for what is no session token of Cosmos DB. */
function parse(token: unknown): Positions | undefined {
  const ranges = typeof token === 'string' ? token.split(',') : [''];
  const positions = new Map<string, string>();
  for (const range of ranges) {
    const [, name, position] = rangePattern.exec(range) ?? [];
    if (name === undefined || position === undefined) return undefined;
    positions.set(name, position);
  }
  return positions;
}

/** What both have seen, together. */
function merge(a: Positions = nothing, b: Positions = nothing): Positions {
  const merged = new Map(a);
  for (const [range, position] of b) {
    const known = merged.get(range) ?? position;
    merged.set(range, known === position ? position : newest(known, position));
  }
  return merged;
}

/** A newer version (after a failover) decides which regions there are; within one, each part goes up on its own. */
function newest(a: string, b: string): string {
  const [one, other] = [toPosition(a), toPosition(b)];
  const [newer, older] = one.version >= other.version ? [one, other] : [other, one];
  const lsn = Math.max(newer.lsn, older.lsn);
  if (newer.isPlain && older.isPlain) return String(lsn);
  const names =
    newer.version === older.version ? [...newer.regions, ...older.regions] : newer.regions;
  const regions = new Map<string, number>();
  for (const [name] of names) {
    regions.set(name, Math.max(newer.regions.get(name) ?? -1, older.regions.get(name) ?? -1));
  }
  const locals = [...regions].map(([region, local]) => `#${region}=${local}`);
  return `${newer.version}#${lsn}${locals.join('')}`;
}

/** The older form has neither version nor regions. */
function toPosition(text: string) {
  const [version = '', lsn, ...regions] = text.split('#');
  const locals = regions.map((region) => region.split('='));
  return {
    isPlain: lsn === undefined,
    version: lsn === undefined ? 0 : Number(version),
    lsn: Number(lsn ?? version),
    regions: new Map(locals.map(([name = '', local]) => [name, Number(local)])),
  };
}
