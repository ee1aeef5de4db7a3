/** What the compiler cannot see of the declarations. Each message says the file, and what to write there. */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { containers } from '../../src/cosmos/containers.ts';
import { kinds } from '../../src/entities.ts';
import { examples } from '../examples/index.ts';
import { refusedCase } from '../support/declared/cases.ts';
import { factsOf, kindOf, mutations } from '../support/declared/declared.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe.each(['name', 'container', 'prefix'] as const)('the %s of a kind', (member) => {
  test.each(kinds)('$name is its own', (kind) => {
    const same = kinds.filter((other) => other[member].startsWith(kind[member]));
    expect(
      same.map(({ name }) => name),
      `src/domain: ${same.map(({ name }) => name).join(' and ')} have the same ${member}, or begin with it`,
    ).toEqual([kind.name]);
  });
});

test.each(kinds)('what lists of $container filter by is indexed', ({ container, queried }) => {
  const definition = containers.find(({ id }) => id === container);
  const paths = definition?.indexingPolicy.includedPaths.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(queried.map((field) => `/state/${field}/?`)));
});

test('every file of schema/ is in the schema', async () => {
  const { metafile } = await build({
    entryPoints: ['schema/index.ts'],
    absWorkingDir: root,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
  });
  const files = globSync('schema/**/*.ts', { cwd: root });
  const alone = files.filter((path) => !(path in metafile.inputs));
  expect(alone, 'schema/index.ts: import what is missing').toEqual(['schema/print.ts']);
});

test.each(kinds.filter(({ owner }) => owner !== null))(
  'the examples of $name say what its creation takes for an owner',
  ({ name, owner }) => {
    expect(
      examples[name].ownedBy,
      `test/examples/${name}.ts: ownedBy: (${owner}) => ({ ${owner} })`,
    ).toBeDefined();
  },
);

describe.each(mutations)('%s', (mutation) => {
  const { refuses } = factsOf(mutation);
  const file = `test/examples/${kindOf(mutation).name}.ts`;

  test('has an example', () => {
    const example = examples[kindOf(mutation).name].mutations[mutation];
    expect(example, `${file}: write one of ${mutation}`).toBeDefined();
  });

  test('has an example of each refusal', () => {
    for (const refusal of refuses) expect(refusedCase(mutation, refusal)).toBeDefined();
    const shown = Object.keys(examples[kindOf(mutation).name].mutations[mutation]?.refused ?? {});
    expect(shown.toSorted(), `${file}: ${mutation} refuses with no others`).toEqual(
      refuses.toSorted(),
    );
  });
});

test.each(mutations.filter((mutation) => !factsOf(mutation).creates))(
  '%s allows what it does where the client asks for nothing',
  (mutation) => {
    const { onConflict } = factsOf(mutation);
    expect(onConflict?.allows).toContain(onConflict?.policy);
  },
);

test.each(kinds)('there are no examples of other mutations than those of $name', ({ name }) => {
  const declared = mutations.filter((mutation) => kindOf(mutation).name === name);
  expect(Object.keys(examples[name].mutations).toSorted()).toEqual(declared.toSorted());
});
