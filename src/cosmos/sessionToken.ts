/**
 * What a request has seen of each container, and the opaque token that carries it to the client and back.
 *
 * A session token of Cosmos DB is a list of `<partition key range>:<version>#<global LSN>#<region>=<local LSN>…`, or
 * of `<range>:<LSN>` in its older form. The service compares them; we only keep the newest part of each.
 */
import { isRecord } from '../record.ts';
import { type ContainerName, containers } from './containers.ts';

export interface SessionTokens {
  /** What a read of this container has to send, if anything. */
  readonly of: (container: ContainerName) => string | undefined;
  /** Takes in the token of an answer: later reads see at least that. */
  readonly learn: (container: ContainerName, token: unknown) => void;
  /** For the client; undefined where no container was touched and no token came in. */
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

/** By container: the newest token, as the service writes it, or none yet. */
type Seen = Map<string, string | undefined>;

const rangePattern =
  /^(\d{1,10}):(?:(-?\d{1,15})#(\d{1,15})((?:#\d{1,10}=-?\d{1,15})*)|(\d{1,15}))$/;
const longestHeader = 8192;

/** `undefined` for a header that we did not make. */
export function readSessionTokens(header: string | null): SessionTokens | undefined {
  const seen: Seen = new Map(containers.map(({ id }) => [id, undefined]));
  const given = header !== null && header.trim() !== '';
  if (given && !takeHeader(header, seen)) return undefined;
  let touched = given;

  return {
    of: (container) => seen.get(container),
    learn: (container, token) => {
      touched = true;
      take(seen, container, token);
    },
    toHeader: () => (touched ? encode(seen) : undefined),
  };
}

/** Several tokens are comma-separated: those of answers that came in parallel. */
function takeHeader(header: string, seen: Seen): boolean {
  if (header.length > longestHeader) return false;
  return header.split(',').every((part) => {
    const tokens = decode(part.trim());
    return (
      tokens !== undefined &&
      Object.entries(tokens).every(([container, token]) => take(seen, container, token))
    );
  });
}

/** False for what is no token, or of no container of ours. */
function take(seen: Seen, container: string, token: unknown): boolean {
  if (!seen.has(container) || typeof token !== 'string') return false;
  const known = seen.get(container);
  // The reads of a request mostly bring the same, and most requests one token.
  if (token === known) return true;
  if (!token.split(',').every((part) => rangePattern.test(part))) return false;
  seen.set(container, known === undefined ? token : newestOf(known, token));
  return true;
}

function encode(seen: Seen): string {
  return Buffer.from(JSON.stringify(Object.fromEntries(seen))).toString('base64url');
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
function newestOf(...tokens: readonly string[]): string {
  const positions: Positions = new Map();
  for (const [range, position] of tokens.flatMap(parse)) {
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
