/** `npm run sbom`: the packages of which something is in the bundle, as CycloneDX, on stdout. It needs no network. */

import { execFileSync } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runScript } from '../../local/script.ts';
import { runBuilds } from './build.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const generator = join(
  root,
  'node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js',
);

await runScript(async () => {
  const builds = await runBuilds(join(root, 'dist'), { write: false });
  const metafiles = builds.map(({ metafile }) => metafile);
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
});
