/** Manifests of trusted operations, made by the tools that clients make them with. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generatePersistedQueryManifest,
  type PersistedQueryManifest,
} from '@apollo/generate-persisted-query-manifest';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { parse } from 'graphql';
import { printed } from '../../../schema/print.ts';

/** Of the client preset with `persistedDocuments: true`. */
export async function codegenManifest(text: string): Promise<Readonly<Record<string, string>>> {
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: 'gql/',
    schema: parse(printed()),
    documents: [{ location: 'screen.ts', document: parse(text), rawSDL: text }],
    config: {},
    presetConfig: { persistedDocuments: true },
    plugins: [],
    pluginMap: {},
  });
  const files = await Promise.all(
    outputs.map(async (output) => [output.filename, await codegen(output)] as const),
  );
  return JSON.parse(new Map(files).get('gql/persisted-documents.json') ?? '');
}

export async function apolloManifest(text: string): Promise<PersistedQueryManifest> {
  const folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  try {
    const screen = join(folder, 'screen.graphql');
    await writeFile(screen, text);
    return await generatePersistedQueryManifest({ documents: screen }, undefined);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * As relay-compiler 21.0.1 wrote it with `persistConfig: { "file": "persisted.json" }`. Written down, since its package
 * brings the compiler for six platforms, 118 MB.
 */
export const relayManifest: Readonly<Record<string, string>> = {
  '9f256d26f1ddd6ad037bf6117d1e5100':
    'query deskQuery {\n  viewer {\n    ...desk_viewer\n  }\n}\n\nfragment desk_viewer on Viewer {\n  subject\n}\n',
};
