import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { cacheFacts } from '../frontend/cacheFacts.ts';

test('what caches know of the schema is what it says: else run `npm run codegen`', async () => {
  const facts = await cacheFacts(schema);
  expect(facts.size).toBe(2);
  for (const [path, text] of facts) {
    // oxlint-disable-next-line no-await-in-loop -- the first that differs is told
    expect(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(text);
  }
});
