/** Bodies of JSON that is not what it should be, or nearly JSON. */
import * as fc from 'fast-check';
import { operations } from './documents.ts';
import { damagedJson } from './places.ts';
import { damagedText } from './words.ts';

/** What JSON.stringify does not write. */
const raw: readonly string[] = [
  '1e999',
  '9'.repeat(1000),
  '"\\ud800"',
  '{"a":1,"a":2,"__proto__":{"b":3}}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  JSON.stringify('x'.repeat(300_000)),
  'null,"query":"{ viewer { subject } }"',
  'null,"variables":{},"toString":1',
  'NaN',
];

const nameOf = (n: number) => `raw JSON ${n}`;

const others = fc.oneof(fc.jsonValue(), fc.constantFrom(...raw.keys()).map(nameOf));

const texts = operations
  .chain((operation) => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const body = { ...operation, operationName: 'Fuzz', extensions };
    return fc.oneof(
      { weight: 4, arbitrary: damagedJson(body, others).map((json) => JSON.stringify(json)) },
      damagedText(JSON.stringify(body), fc.json()),
    );
  })
  .map((text) => raw.reduce((text, value, n) => text.replaceAll(`"${nameOf(n)}"`, value), text));

/** Latin-1 is no UTF-8 where there is more than ASCII. */
const encodings = fc.oneof(
  { weight: 15, arbitrary: fc.constant<BufferEncoding>('utf8') },
  fc.constantFrom<BufferEncoding>('latin1', 'utf16le'),
);

export const bodies: fc.Arbitrary<Uint8Array> = fc.tuple(texts, encodings).map(([text, encoding]) =>
  Object.assign(Buffer.from(text, encoding), {
    // Bytes are nothing to read.
    [fc.toStringMethod]: () => `Buffer.from(${JSON.stringify(text)}, '${encoding}')`,
  }),
);
