/** What is installed: exact versions, from whatever registry, under licences that somebody has read. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { bundledLicences, copyrights } from '../../src/deploy/bundle/notices.ts';

const root = new URL('../../', import.meta.url);

/** Tools are not handed on, so these may ask for more than that their text goes along. */
const licencesOfTools: readonly string[] = [
  ...bundledLicences,
  'BlueOak-1.0.0',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
  '(MIT AND BSD-3-Clause)',
  '(MIT OR Apache-2.0)',
];

/** Tools that name their licence in no form that is known, by what their own files say. */
const otherTools: Readonly<Record<string, string>> = {
  'get-closest': 'MIT',
  nub: 'MIT',
  'turf-jsts': 'EDL-1.0',
  'uri-templates': 'public domain',
};

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

// NOTE: mirrors the part of a lockfile that matters here.
interface Lockfile {
  readonly packages: Readonly<
    Record<
      string,
      Manifest & {
        readonly license?: string;
        readonly dev?: boolean;
        readonly integrity?: string;
      }
    >
  >;
}

async function read<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(new URL(path, root), 'utf8')) as T; // as npm writes it
}

const listed = execFileSync('git', ['ls-files', '*package.json', '*package-lock.json'], {
  cwd: fileURLToPath(root),
  encoding: 'utf8',
})
  .trim()
  .split('\n');
const manifests = listed.filter((path) => path.endsWith('package.json'));

test.each(manifests)('%s names exact versions alone, and has a lockfile', async (path) => {
  const { dependencies, devDependencies } = await read<Manifest>(path);
  const versions = Object.entries({ ...dependencies, ...devDependencies });
  expect(versions.length).toBeGreaterThan(0);
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual(
    [],
  );
  expect(listed).toContain(path.replace('package.json', 'package-lock.json'));
});

describe.each(listed.filter((path) => path.endsWith('package-lock.json')))('%s', (path) => {
  test('names no registry', async () => {
    expect(await readFile(new URL(path, root), 'utf8')).not.toMatch(
      /"resolved"|https?:\/\/[^"]*\.tgz/,
    );
  });

  test('locks what package.json asks for', async () => {
    const { packages } = await read<Lockfile>(path);
    const { dependencies, devDependencies } = await read<Manifest>(path.replace('-lock', ''));
    expect(packages['']?.dependencies).toEqual(dependencies);
    expect(packages['']?.devDependencies).toEqual(devDependencies);
  });

  test('has the hash of each package, which npm compares', async () => {
    const { packages } = await read<Lockfile>(path);
    const unhashed = Object.entries(packages).filter(
      ([folder, { integrity = '' }]) => folder !== '' && !integrity.startsWith('sha512-'),
    );
    expect(unhashed).toEqual([]);
  });

  test('has packages of known licences alone', async () => {
    const { packages } = await read<Lockfile>(path);
    const unknown = Object.entries(packages).filter(([folder, { license = '' }]) => {
      const name = folder.split('node_modules/').at(-1) ?? '';
      return (
        folder !== '' &&
        !licencesOfTools.includes(license) &&
        !(name in { ...otherTools, ...copyrights })
      );
    });
    expect(unknown.map(([folder, { license }]) => `${folder}: ${license}`)).toEqual([]);
  });
});

test('what may be in the bundle has a licence that allows it', async () => {
  const { packages } = await read<Lockfile>('package-lock.json');
  const deployed = Object.entries(packages).filter(([folder, { dev }]) => folder !== '' && !dev);
  expect(deployed.length).toBeGreaterThan(100);
  const refused = deployed.filter(
    ([folder, { license = '' }]) =>
      !bundledLicences.includes(license) && folder !== 'node_modules/semaphore',
  );
  expect(refused).toEqual([]);
});

test('no exception is left over', async () => {
  const { packages } = await read<Lockfile>('package-lock.json');
  const unused = Object.keys(otherTools).filter((name) => !(`node_modules/${name}` in packages));
  expect(unused).toEqual([]);
});
