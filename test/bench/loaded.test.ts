import { expect, test } from 'vitest';
import { modulesOf } from './loaded.ts';

const bundle = {
  entry: '/app/graphql.mjs',
  bytes: 1,
  files: ['graphql.mjs', 'chunk-A.mjs'],
  sources: ['functions/graphql.ts', 'src/server.ts', 'src/versioned/store.ts'],
};

test('files are told from the modules of Node.js, and each counts once', () => {
  const loaded = ['file:///app/graphql.mjs', 'node:fs', 'file:///app/chunk-A.mjs', 'node:fs'];
  expect(modulesOf(bundle, loaded)).toEqual({ files: 2, sources: 3, builtins: 1, onDemand: [] });
});

test('a file that the entry does not import statically was loaded on demand', () => {
  const loaded = ['file:///app/graphql.mjs?load=1', 'file:///app/identity.mjs'];
  expect(modulesOf(bundle, loaded).onDemand).toEqual(['identity.mjs']);
});
