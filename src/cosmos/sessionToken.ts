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

const rangePattern =
  /^(\d{1,10}):(?:(-?\d{1,15})#(\d{1,15})((?:#\d{1,10}=-?\d{1,15})*)|(\d{1,15}))$/;
const longestHeader = 8192;

/** `undefined` for a header that we did not make. */
export function readSessionTokens(header: string | null): SessionTokens | undefined {
  const seen = new Map<string, Positions>(containers.map(({ id }) => [id, new Map()]));
  const given = header !== null && header.trim() !== '';
  if (given && !takeIn(header, seen)) return undefined;
  let touched = given;

  return {
    of: (container) => format(seen.get(container)),
    learn: (container, token) => {
      touched = true;
      const positions = typeof token === 'string' ? parse(token) : undefined;
      if (positions) merge(seen.get(container), positions);
    },
    toHeader: () => (touched ? encode(seen) : undefined),
  };
}

/** Several tokens are comma-separated: those of answers that came in parallel. */
function takeIn(header: string, seen: ReadonlyMap<string, Positions>): boolean {
  if (header.length > longestHeader) return false;
  return header.split(',').every((part) => {
    const tokens = decode(part.trim());
    return (
      tokens !== undefined &&
      Object.entries(tokens).every(([container, token]) => {
        const positions = typeof token === 'string' ? parse(token) : undefined;
        if (!positions || !seen.has(container)) return false;
        merge(seen.get(container), positions);
        return true;
      })
    );
  });
}

function encode(seen: ReadonlyMap<string, Positions>): string {
  const tokens = [...seen].map(([container, positions]) => [container, format(positions)]);
  return Buffer.from(JSON.stringify(Object.fromEntries(tokens))).toString('base64url');
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

function parse(token: string): Positions | undefined {
  const positions: Positions = new Map();
  for (const part of token.split(',')) {
    const [, range, version, lsn, regions, plainLsn] = rangePattern.exec(part) ?? [];
    if (range === undefined) return undefined;
    merge(positions, [
      [
        range,
        {
          version: Number(version ?? 0),
          lsn: Number(lsn ?? plainLsn),
          regions: new Map(
            (regions ?? '')
              .split('#')
              .filter((region) => region !== '')
              .map((region) => region.split('='))
              .map(([name = '', local]) => [name, Number(local)]),
          ),
          plain: plainLsn !== undefined,
        },
      ],
    ]);
  }
  return positions;
}

function merge(into: Positions | undefined, from: Iterable<readonly [string, Position]>): void {
  if (!into) return;
  for (const [range, position] of from) {
    const known = into.get(range);
    into.set(range, known ? newest(known, position) : position);
  }
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

/** `undefined` where nothing was seen yet; JSON leaves it out. */
function format(positions: Positions | undefined): string | undefined {
  if (!positions?.size) return undefined;
  return [...positions]
    .map(([range, { version, lsn, regions, plain }]) => {
      if (plain) return `${range}:${lsn}`;
      const locals = [...regions].map(([region, local]) => `#${region}=${local}`);
      return `${range}:${version}#${lsn}${locals.join('')}`;
    })
    .join(',');
}
