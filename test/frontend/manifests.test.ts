/** The manifests that the tests of trusted operations have written down are what the tools write today. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printed } from '../../schema/print.ts';
import { apolloManifest, codegenManifest, viewerDocument } from '../support/clients/manifests.ts';
import { hasFrontendTools } from '../support/frontendTools.ts';

const skipped = !hasFrontendTools(
  'Whether the tools of clients write manifests as ever is not tested',
);

test.skipIf(skipped)('GraphQL codegen writes its manifest as it is written down', async () => {
  const { generate } = await import('@graphql-codegen/cli');
  const { preset } = await import('@graphql-codegen/client-preset');
  const files = await generate(
    {
      schema: printed(),
      documents: viewerDocument,
      generates: { 'gql/': { preset, presetConfig: { persistedDocuments: true } } },
      silent: true,
    },
    false,
  );
  expect(files).toContainEqual(
    expect.objectContaining({
      filename: 'gql/persisted-documents.json',
      content: JSON.stringify(codegenManifest, null, 2),
    }),
  );
});

test.skipIf(skipped)("Apollo's generator writes its manifest as it is written down", async () => {
  const { generatePersistedQueryManifest } =
    await import('@apollo/generate-persisted-query-manifest');
  const folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  try {
    const screen = join(folder, 'screen.graphql');
    await writeFile(screen, viewerDocument);
    const manifest = await generatePersistedQueryManifest({ documents: screen }, undefined);
    expect(manifest).toEqual(apolloManifest);
  } finally {
    await rm(folder, { recursive: true });
  }
});
