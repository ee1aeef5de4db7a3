import { readFile } from 'node:fs/promises';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.ts';
import { bodyOf } from './calls.ts';
import { documents, manifest, manifestPath } from './operations.ts';

test('the manifest is that of the documents: node test/bench/operations.ts writes it', async () => {
  expect(JSON.parse(await readFile(manifestPath, 'utf8'))).toEqual(manifest());
});

test.each(Object.entries(documents))('the schema has all that %s asks for', (_name, document) => {
  expect(validate(schema, parse(document))).toEqual([]);
});

test('a trusted call names its document by the hash that the manifest has', () => {
  const body = JSON.parse(bodyOf({ document: 'account', variables: { id: 'a' } }, 'trusted'));
  const [, hash] = String(body.documentId).split(':');
  expect(manifest()[String(hash)]).toBe(documents.account);
  expect(body).not.toHaveProperty('query');
});
