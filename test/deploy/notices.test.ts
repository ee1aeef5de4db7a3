/** The licences that go along with the package, and the list of what is in it. */

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeBundle } from '../../src/deploy/bundle/build.ts';
import { copyrights, writeNotices } from '../../src/deploy/bundle/notices.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let temporary: string;
let sources: readonly string[];

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'notices-'));
  const files = await writeBundle(join(temporary, 'dist'));
  sources = files.flatMap((file) => file.sources);
});

afterAll(() => rm(temporary, { recursive: true }));

// NOTE: mirrors the part of CycloneDX that matters here.
interface Bom {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string } };
  readonly components: readonly {
    readonly group?: string;
    readonly name: string;
    readonly version: string;
  }[];
}

async function readSbom(): Promise<Bom> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'src/deploy/bundle/sbom.ts')],
    { maxBuffer: 1e8 },
  );
  return JSON.parse(stdout) as Bom; // as the generator writes it
}

test('the notices have a text for every package that the bill of materials finds in the bundle', async () => {
  const { bomFormat, metadata, components } = await readSbom();
  expect({ bomFormat, name: metadata.component.name }).toEqual({
    bomFormat: 'CycloneDX',
    name: 'order-desk',
  });
  const found = components.map(({ group, name, version }) =>
    [...(group === undefined ? [] : [group]), `${name} ${version}`].join('/'),
  );
  const notices = await writeNotices(sources);
  const titles = [...notices.matchAll(/^(\S+ \d\S*) \([\w.-]+\)$/gm)].map(([, title]) => title);
  expect(found).toContainEqual(expect.stringMatching(/^@azure\/cosmos \d/));
  expect(new Set(titles)).toEqual(new Set(found));
});

test('no copyright is kept for a package that is not in the bundle, or brings a text itself', async () => {
  const notices = await writeNotices(sources);
  const unused = Object.entries(copyrights).filter(([name, copyright]) => {
    const section = notices.split(/^-{80}$/m).find((text) => text.includes(`\n${name} `));
    return section?.includes(`MIT License\n\n${copyright}\n`) !== true;
  });
  expect(unused).toEqual([]);
});

async function install(name: string, manifest: object, files: Readonly<Record<string, string>>) {
  const folder = join(temporary, 'node_modules', name);
  await mkdir(folder, { recursive: true });
  const all = { ...files, 'package.json': JSON.stringify({ name, version: '1.0.0', ...manifest }) };
  await Promise.all(Object.entries(all).map(([file, text]) => writeFile(join(folder, file), text)));
  return `node_modules/${name}/index.js`;
}

test('a package is refused whose licence is not allowed, that names none, or that brings no text', async () => {
  const fine = await install('@a/fine', { license: 'MIT' }, { 'LICENSE.md': 'may be used' });
  const installed = await Promise.all([
    install('copyleft', { license: 'GPL-3.0' }, { LICENSE: 'share alike' }),
    install('unnamed', {}, { LICENSE: 'may be used' }),
    install('silent', { license: 'ISC' }, { 'README.md': 'Licence: ISC' }),
  ]);
  const allowed = 'allowed are 0BSD, Apache-2.0, BSD-2-Clause, BSD-3-Clause, ISC, MIT';
  await expect(writeNotices([fine, ...installed], temporary)).rejects.toThrow(
    [
      `copyleft 1.0.0 (GPL-3.0) is in the bundle: ${allowed}`,
      'silent 1.0.0 (ISC) brings no text of its licence: notices.ts may have it',
      `unnamed 1.0.0 (no licence) is in the bundle: ${allowed}`,
    ].join('\n'),
  );
});

test('a text is there once, under all packages that have it, with the notice that Apache asks for', async () => {
  const installed = await Promise.all([
    install('one', { license: 'MIT' }, { LICENSE: 'may be used\r\n' }),
    install('two', { license: 'MIT' }, { 'license.txt': 'may be used' }),
    install('three', { license: 'Apache-2.0' }, { LICENSE: 'terms', NOTICE: 'whose it is' }),
  ]);
  const line = `\n${'-'.repeat(80)}\n\n`;
  expect(await writeNotices(['src/own.ts', ...installed], temporary)).toBe(
    [
      'Order Desk has parts of these packages in it.\n',
      'one 1.0.0 (MIT)\ntwo 1.0.0 (MIT)\n\nmay be used\n',
      'three 1.0.0 (Apache-2.0)\n\nterms\n\nwhose it is\n',
    ].join(line),
  );
});
