/** The laws of merging session tokens: what was seen is never forgotten, in whatever order it comes in. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSessionTokens } from '../../src/cosmos/sessionToken.ts';

/** What one token of Cosmos DB says, by partition key range. */
type Seen = Readonly<Record<string, Position>>;

interface Position {
  readonly version: number;
  readonly lsn: number;
  readonly regions: Readonly<Record<string, number>>;
}

/** `<range>:<version>#<global LSN>#<region>=<local LSN>…`; of the older form, `<range>:<LSN>`, the rest is made up. */
function parse(token: string): Seen {
  const parts = token.split(',').map((part): [string, Position] => {
    const [range = '', position = ''] = part.split(':');
    const [version = '', lsn, ...regions] = position.split('#');
    if (lsn === undefined) return [range, { version: 0, lsn: Number(version), regions: {} }];
    const locals = regions.map((region) => region.split('='));
    return [
      range,
      {
        version: Number(version),
        lsn: Number(lsn),
        regions: Object.fromEntries(locals.map(([name = '', local]) => [name, Number(local)])),
      },
    ];
  });
  return Object.fromEntries(parts);
}

const lsn = fc.oneof(fc.nat(20), fc.nat(2 ** 31 - 1));

/** Which regions there are follows from the version: an account adds them one by one. */
const vector: Arbitrary<string> = fc
  .record({
    version: fc.integer({ min: 1, max: 4 }),
    lsn,
    locals: fc.tuple(lsn, lsn, lsn, fc.constant(-1)),
  })
  .map(({ version, lsn, locals }) => {
    const regions = locals.slice(0, version).map((local, index) => `#${index + 1}=${local}`);
    return `${version}#${lsn}${regions.join('')}`;
  });

const bare = lsn.map((value) => `-1#${value}`);
const plain = lsn.map(String);

function tokensOf(position: Arbitrary<string>): Arbitrary<string> {
  return fc
    .uniqueArray(fc.tuple(fc.nat(5), position), {
      selector: ([range]) => range,
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.map(([range, text]) => `${range}:${text}`).join(','));
}

/** What a read has to send that comes after these answers. */
function merge(...tokens: readonly string[]): string {
  const session = readSessionTokens(null);
  for (const token of tokens) session?.learn('accounts', token);
  return session?.of('accounts') ?? '';
}

describe.each([
  { form: 'with regions', token: tokensOf(vector) },
  { form: 'without regions', token: tokensOf(bare) },
  { form: 'in the older form', token: tokensOf(plain) },
  { form: 'with and without regions', token: tokensOf(fc.oneof(vector, bare)) },
])('session tokens $form', ({ token }) => {
  test('merge to the same in any order', () => {
    fc.assert(
      fc.property(token, token, (a, b) => {
        expect(parse(merge(a, b))).toEqual(parse(merge(b, a)));
      }),
    );
  });

  test('merge to the same however they are grouped', () => {
    fc.assert(
      fc.property(token, token, token, (a, b, c) => {
        expect(parse(merge(merge(a, b), c))).toEqual(parse(merge(a, merge(b, c))));
      }),
    );
  });

  test('merge with themselves to themselves', () => {
    fc.assert(
      fc.property(token, token, (a, b) => {
        expect(merge(a)).toBe(a);
        expect(merge(a, a)).toBe(a);
        expect(parse(merge(a, b, a, b))).toEqual(parse(merge(a, b)));
      }),
    );
  });

  test('never forget what one of them has seen', () => {
    fc.assert(
      fc.property(token, token, (a, b) => {
        const merged = parse(merge(a, b));
        for (const [range, seen] of [...Object.entries(parse(a)), ...Object.entries(parse(b))]) {
          const position = merged[range];
          expect(position?.version).toBeGreaterThanOrEqual(seen.version);
          expect(position?.lsn).toBeGreaterThanOrEqual(seen.lsn);
          for (const [region, local] of Object.entries(seen.regions)) {
            expect(position?.regions[region]).toBeGreaterThanOrEqual(local);
          }
        }
      }),
    );
  });

  test('claim nothing that none of them has seen', () => {
    fc.assert(
      fc.property(token, token, (a, b) => {
        const [one, other] = [parse(a), parse(b)];
        for (const [range, position] of Object.entries(parse(merge(a, b)))) {
          const seen = [one[range], other[range]];
          expect(seen.map((at) => at?.version)).toContain(position.version);
          expect(seen.map((at) => at?.lsn)).toContain(position.lsn);
        }
      }),
    );
  });

  test('come back from a client as they went out, merged with what the request learns', () => {
    fc.assert(
      fc.property(token, token, token, (accounts, orders, later) => {
        const session = readSessionTokens(null);
        session?.learn('accounts', accounts);
        session?.learn('orders', orders);
        const back = readSessionTokens(session?.toHeader() ?? null);
        expect(back?.of('accounts')).toBe(accounts);
        expect(back?.of('orders')).toBe(orders);
        back?.learn('orders', later);
        expect(back?.of('accounts')).toBe(accounts);
        expect(back?.of('orders')).toBe(merge(orders, later));
      }),
    );
  });

  test('of several answers are the same in one header as one after the other', () => {
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 4 }), (tokens) => {
        const headers = tokens.map((text) => {
          const session = readSessionTokens(null);
          session?.learn('accounts', text);
          return session?.toHeader() ?? '';
        });
        expect(readSessionTokens(headers.join(', '))?.of('accounts')).toBe(merge(...tokens));
      }),
    );
  });
});

test('a newer version, after a failover, says which regions there are', () => {
  expect(merge('0:1#100#1=50#2=60', '0:2#90#2=55#3=70')).toBe('0:2#100#2=60#3=70');
  expect(merge('0:2#90#2=55#3=70', '0:1#100#1=50#2=60')).toBe('0:2#100#2=60#3=70');
});

test('a partition that was split keeps what was seen of each part', () => {
  expect(merge('0:-1#100', '1:-1#7,2:-1#9', '2:-1#8')).toBe('0:-1#100,1:-1#7,2:-1#9');
});

test('the two containers are apart', () => {
  const session = readSessionTokens(null);
  session?.learn('accounts', '0:-1#5');
  expect(session?.of('accounts')).toBe('0:-1#5');
  expect(session?.of('orders')).toBeUndefined();
});

test('there is nothing to tell before a container was touched', () => {
  expect(readSessionTokens(null)?.toHeader()).toBeUndefined();
});

const manyRanges = (lsn: number, from = 0) =>
  Array.from({ length: 200 }, (_, range) => `${from + range}:1#${lsn}#1=${lsn}#2=${lsn}`).join();

/** What a client holds after the answer to a request that brought `header` and was told of these tokens. */
function headerOf(header: string | null, ...accounts: readonly string[]): string {
  const session = readSessionTokens(header);
  for (const token of accounts) session?.learn('accounts', token);
  return session?.toHeader() ?? '';
}

describe('a token of more ranges than it has room for', () => {
  const touched = [100, 777, 778].map((range) => `${range}:1#99999#1=99999#2=99999`).join();
  const full = headerOf(null, manyRanges(12345));

  test('is at most 4 KiB, and is taken back', () => {
    expect(full.length).toBeGreaterThan(3900);
    expect(full.length).toBeLessThanOrEqual(4096);
    expect(readSessionTokens(full)).toBeDefined();
  });

  test('keeps the ranges that the request has touched', () => {
    const kept = readSessionTokens(headerOf(full, touched))?.of('accounts') ?? '';
    expect(parse(kept)).toMatchObject(parse(touched));
    expect(headerOf(full, touched).length).toBeLessThanOrEqual(4096);
    expect(Object.keys(parse(kept)).length).toBeGreaterThan(80);
  });

  test('can be sent back with those of two other answers', () => {
    const three = [0, 1000, 2000].map((from) => headerOf(null, manyRanges(12345, from)));
    expect(readSessionTokens(three.join(', '))).toBeDefined();
    expect(headerOf(three.join(', ')).length).toBeLessThanOrEqual(4096);
    // Of more than 12 KiB a header is none.
    expect(readSessionTokens([full, ...three].join(', '))).toBeUndefined();
  });

  test('leaves room for the other container', () => {
    const session = readSessionTokens(full);
    session?.learn('orders', '0:-1#5');
    expect(readSessionTokens(session?.toHeader() ?? '')?.of('orders')).toBe('0:-1#5');
  });
});

describe('what the primary says', () => {
  const open = (brought: string) => {
    const session = readSessionTokens(headerOf(null, brought));
    if (!session) throw new Error('no token');
    return session;
  };

  test('replaces what the client brought of the same ranges, and of no other', () => {
    const session = open('0:-1#900,1:-1#7');
    session.learnFromPrimary('accounts', '0:-1#5');
    expect(parse(session.of('accounts') ?? '')).toEqual(parse('0:-1#5,1:-1#7'));
    expect(session.learned('accounts')).toBe('0:-1#5');
  });

  test('does not go back behind what this request was told', () => {
    const session = open('0:-1#3');
    session.learn('accounts', '0:-1#9');
    session.learnFromPrimary('accounts', '0:-1#5');
    expect(session.of('accounts')).toBe('0:-1#9');
  });
});

describe('what the client brought', () => {
  test('can be forgotten: what this request was told stays', () => {
    const session = readSessionTokens(headerOf(null, '0:-1#900,1:-1#7'));
    session?.learn('accounts', '2:-1#5');
    session?.forget('accounts');
    expect(session?.of('accounts')).toBe('2:-1#5');
  });

  test('can be taken back from the client, and still pins the reads of this request', () => {
    const session = readSessionTokens(headerOf(null, '0:-1#900'));
    session?.takeBack('accounts');
    expect(session?.of('accounts')).toBe('0:-1#900');
    const back = session?.toHeader();
    expect(back).toBeDefined();
    expect(readSessionTokens(back ?? null)?.of('accounts')).toBeUndefined();
  });
});

test('an empty token is not sent, where the client has none to be replaced', () => {
  const session = readSessionTokens(Buffer.from('{}').toString('base64url'));
  session?.learn('accounts', undefined);
  expect(session?.toHeader()).toBeUndefined();
});

test('no text at all breaks the reading of a header', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), (header) => {
      expect(() => readSessionTokens(header)).not.toThrow();
      expect(() => readSessionTokens(Buffer.from(header).toString('base64url'))).not.toThrow();
    }),
  );
});
