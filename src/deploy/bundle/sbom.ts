/** `npm run sbom`: the packages of which something is in the bundle, as CycloneDX, on stdout. It needs no network. */

import { execFileSync } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { functionBundles } from './build.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const generator = join(
  root,
  'node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js',
);

const builds = functionBundles(join(root, 'dist')).map((options) =>
  build({ ...options, write: false }),
);
const metafiles = (await Promise.all(builds)).map(({ metafile }) => metafile);
const merged = {
  inputs: Object.assign({}, ...metafiles.map((each) => each?.inputs)),
  outputs: Object.assign({}, ...metafiles.map((each) => each?.outputs)),
};
await using temporary = await mkdtempDisposable(join(tmpdir(), 'sbom-'));
const metafile = join(temporary.path, 'metafile.json');
await writeFile(metafile, JSON.stringify(merged));
// The same bundle makes the same text.
execFileSync(process.execPath, [generator, '--output-reproducible', metafile], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
