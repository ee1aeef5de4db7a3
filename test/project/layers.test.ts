/** How the files may hang together: imports go one way, and one place writes. Each rule finds a planted violation. */
import { describe, expect, test } from 'vitest';
import { importsOf, isIn, readSources, type Source, source } from '../support/sources.ts';

/** The violations in these sources, each in one line. */
type Rule = (sources: readonly Source[]) => readonly string[];

const layers = ['src', 'schema', 'functions'];
const layerOf = (path: string) => layers.findIndex((folder) => isIn(folder, path));
const isTool = (path: string) => isIn('src/local', path) || isIn('src/deploy', path);
const isServed = ({ path }: Source) => !isTool(path);

function forbiddenImports(
  sources: readonly Source[],
  isForbidden: (imported: string, importer: string) => boolean,
): readonly string[] {
  return sources.flatMap((file) =>
    importsOf(file)
      .filter((imported) => isForbidden(imported, file.path))
      .map((imported) => `${file.path} imports ${imported}`),
  );
}

function found(sources: readonly Source[], pattern: RegExp): readonly string[] {
  return sources.flatMap(({ path, text }) =>
    Array.from(text.matchAll(pattern), ([match]) => `${path} has ${match.trim()}`),
  );
}

const importsGoOneWay: Rule = (sources) =>
  forbiddenImports(
    sources,
    (imported, importer) =>
      layerOf(imported) > layerOf(importer) || /^(?:\.\.|test|dist|bicep)\//.test(imported),
  );

/** What a rule is made of: ids, refusals, and the declaration of what is versioned. */
const declarations = ['change', 'entity', 'id', 'kind', 'refusal'].map(
  (name) => `src/versioned/${name}.ts`,
);
const ofTheDeclarations = ['ksuid', 'node:crypto', 'valibot'];

const domainIsPure: Rule = (sources) => {
  const isDeclaration = (path: string) => declarations.includes(path);
  const pure = sources.filter(({ path }) => isIn('src/domain', path) || isDeclaration(path));
  return [
    ...forbiddenImports(pure, (imported, importer) => {
      if (isDeclaration(imported) || imported === 'valibot') return false;
      return isDeclaration(importer)
        ? !ofTheDeclarations.includes(imported)
        : !isIn('src/domain', imported);
    }),
    // A hash follows from what is hashed. What else is in there is random or takes keys.
    ...found(pure, /^(?!import \{ createHash \} from ).*'node:crypto'.*/gm),
  ];
};

const toolsAreNotServed: Rule = (sources) => forbiddenImports(sources.filter(isServed), isTool);

/** Whoever needs settings imports them: they know nobody. */
const settingsKnowNobody: Rule = (sources) =>
  forbiddenImports(
    sources.filter(({ path }) => isIn('src/settings', path)),
    (imported) =>
      isIn('src', imported) && !isIn('src/settings', imported) && imported !== 'src/record.ts',
  );

const onlyTheRootReadsTheEnvironment: Rule = (sources) =>
  found(
    sources.filter((file) => isServed(file) && !isIn('functions', file.path)),
    /\bprocess\s*(?:\.|\[|\?\.).*|import\.meta\.env|.*['"](?:node:)?process['"].*/g,
  );

const noFileReexports: Rule = (sources) => [
  ...found(sources, /^export (?:type )?(?:\*|\{[^}]*\}).*/gm),
  ...sources
    .filter(({ text }) => !/^(?!import\b|\}|\s|$)/m.test(text))
    .map(({ path }) => `${path} has nothing of its own`),
];

const nameForAnything = /(?:^|\/)(?:utils?|utilities|helpers?|common|misc|shared|lib)(?:\/|\.ts$)/i;

const noNameForAnything: Rule = (sources) =>
  sources.map(({ path }) => path).filter((path) => nameForAnything.test(path));

const noCycles: Rule = (sources) => {
  const imports: ReadonlyMap<string, readonly string[]> = new Map(
    sources.map((file) => [file.path, importsOf(file)]),
  );
  const done = new Set<string>();
  const walk = (path: string, above: readonly string[]): readonly string[] => {
    if (above.includes(path)) return [[...above.slice(above.indexOf(path)), path].join(' -> ')];
    if (done.has(path)) return [];
    const cycles = (imports.get(path) ?? []).flatMap((next) => walk(next, [...above, path]));
    done.add(path);
    return cycles;
  };
  return sources.flatMap(({ path }) => walk(path, []));
};

const onlyTheStoreKnowsCosmos: Rule = (sources) =>
  forbiddenImports(
    sources.filter((file) => isServed(file) && !isIn('src/cosmos', file.path)),
    (imported) => imported.startsWith('@azure/cosmos'),
  );

/** The one file that has a container in its hands. */
const callsPath = 'src/cosmos/calls.ts';
const containerCall =
  /\.(?:container|containers|item|items)\s*(?:\(|\.\s*(?!map|slice|at)\w+\s*[(<]).*/g;

const onePlaceHasContainers: Rule = (sources) =>
  found(
    sources.filter((file) => isServed(file) && file.path !== callsPath),
    containerCall,
  );

const oneCreateAndOneReplace: Rule = (sources) => {
  const calls = sources.filter(({ path }) => path === callsPath);
  const creates = found(calls, /\.create\(.*/g);
  const replaces = found(calls, /\.replace\(.*/g);
  return [
    ...(creates.length === 1 ? [] : [`${creates.length} creates in ${callsPath}`]),
    ...(replaces.length === 1 ? [] : [`${replaces.length} replaces in ${callsPath}`]),
    ...found(
      calls.flatMap(({ path, text }) => replaceCalls(text).map((call) => ({ path, text: call }))),
      /^(?![^]*accessCondition)[^]*$/g,
    ),
    ...found(
      sources.filter(({ path }) => isIn('src/cosmos', path)),
      /(?:\.|\[')(?:upsert|delete|batch|bulk|patch|executeBulk\w*)\b.*/g,
    ),
  ];
};

function replaceCalls(text: string): readonly string[] {
  return text.match(/\.replace\([^;]*/g) ?? [];
}

const calls = `
  database.container(name).items.create(document, { abortSignal });
  itemAt(name, at).replace(document, { accessCondition, abortSignal });
`;

/** Each rule, and sources that break it with how it says so. */
const rules: Readonly<
  Record<
    string,
    { readonly rule: Rule; readonly planted: readonly (readonly [Source[], string])[] }
  >
> = {
  'imports go from functions to schema to src, and nowhere else': {
    rule: importsGoOneWay,
    planted: [
      [
        [source('src/server.ts', "import { schema } from '../schema/index.ts';")],
        'schema/index.ts',
      ],
      [
        [source('src/a/b.ts', "import type { A } from '../../functions/compose.ts';")],
        'compose.ts',
      ],
      [
        [source('schema/list.ts', "export { a } from '../functions/http.ts';")],
        'functions/http.ts',
      ],
      [
        [source('src/a.ts', "const { a } = await import('../schema/index.ts');")],
        'schema/index.ts',
      ],
      [[source('src/a.ts', "import {\n  a,\n} from '../schema/index.ts';")], 'schema/index.ts'],
      [[source('src/a.ts', "import '../schema/index.ts';")], 'schema/index.ts'],
      [[source('functions/a.ts', "import { a } from '../test/support/api.ts';")], 'test/support'],
    ],
  },
  'the domain imports nothing but the domain, the schema library and what declares an entity': {
    rule: domainIsPure,
    planted: [
      [
        [source('src/domain/a.ts', "import type { Store } from '../versioned/store.ts';")],
        'src/versioned/store.ts',
      ],
      [[source('src/domain/a.ts', "import { readFile } from 'node:fs';")], 'node:fs'],
      [[source('src/domain/a.ts', "import KSUID from 'ksuid';")], 'ksuid'],
      [[source('src/versioned/kind.ts', "import { a } from '../domain/order.ts';")], 'order.ts'],
      [
        [source('src/versioned/id.ts', "import { createHash, randomBytes } from 'node:crypto';")],
        'randomBytes',
      ],
      [
        [source('src/versioned/id.ts', "import {\n  randomBytes,\n} from 'node:crypto';")],
        '} from',
      ],
      [[source('src/versioned/id.ts', "const a = await import('node:crypto');")], 'await import'],
    ],
  },
  'nothing that is served imports what runs the project or deploys it': {
    rule: toolsAreNotServed,
    planted: [
      [[source('src/auth/a.ts', "import { keys } from '../local/keys.ts';")], 'src/local/keys.ts'],
      [
        [source('functions/a.ts', "import { a } from '../src/local/host/host.ts';")],
        'src/local/host/host.ts',
      ],
      [[source('src/a.ts', "import { a } from './deploy/build.ts';")], 'src/deploy/build.ts'],
    ],
  },
  'settings import nothing of the project but settings': {
    rule: settingsKnowNobody,
    planted: [
      [[source('src/settings/jwt.ts', "import { a } from '../auth/keys.ts';")], 'src/auth/keys.ts'],
    ],
  },
  'only functions/, src/local/ and src/deploy/ read the environment': {
    rule: onlyTheRootReadsTheEnvironment,
    planted: [
      [[source('src/settings/read.ts', 'const port = process.env.PORT;')], 'process.env.PORT'],
      [[source('src/a.ts', "const { PORT } = process['env'];")], "process['env']"],
      [[source('schema/a.ts', "import { env } from 'node:process';")], 'node:process'],
    ],
  },
  'a file exports what it defines': {
    rule: noFileReexports,
    planted: [
      [[source('src/auth/index.ts', "export * from './verify.ts';")], 'src/auth/index.ts'],
      [[source('src/auth/index.ts', "export { a } from './verify.ts';")], 'src/auth/index.ts'],
      [[source('src/a.ts', "import { b } from './b.ts';\nexport { b };")], 'export { b }'],
      [[source('src/a.ts', "import './b.ts';\nimport {\n  c,\n} from './c.ts';\n")], 'src/a.ts'],
    ],
  },
  'no file is named for anything at all': {
    rule: noNameForAnything,
    planted: [
      [[source('src/utils.ts', '')], 'src/utils.ts'],
      [[source('schema/helpers/money.ts', '')], 'schema/helpers/money.ts'],
    ],
  },
  'imports make no cycle': {
    rule: noCycles,
    planted: [
      [
        [
          source('src/a.ts', "import { b } from './b.ts';"),
          source('src/b.ts', "import type { c } from './d/c.ts';"),
          source('src/d/c.ts', "import { a } from '../a.ts';"),
        ],
        'src/a.ts -> src/b.ts -> src/d/c.ts -> src/a.ts',
      ],
    ],
  },
  'only src/cosmos knows Cosmos DB': {
    rule: onlyTheStoreKnowsCosmos,
    planted: [
      [
        [source('src/commit.ts', "import { ErrorResponse } from '@azure/cosmos';")],
        '@azure/cosmos',
      ],
    ],
  },
  'one file has a container in its hands': {
    rule: onePlaceHasContainers,
    planted: [
      [[source('src/cosmos/store.ts', "db.container('a').items.create({});")], '.container('],
      [[source('src/cosmos/store.ts', 'container.items.query<object>(query);')], '.items.query<'],
      [[source('src/cosmos/store.ts', 'container\n  .item(id)\n  .replace(a);')], '.item('],
    ],
  },
  'and it creates in one place, replaces in one place, always on a condition, and does nothing else':
    {
      rule: oneCreateAndOneReplace,
      planted: [
        [[source(callsPath, `${calls} items.create(other);`)], '2 creates'],
        [[source(callsPath, `${calls} item.replace(other, { accessCondition });`)], '2 replaces'],
        [[source(callsPath, '')], '0 replaces'],
        [[source(callsPath, calls.replace('accessCondition, ', ''))], '.replace('],
        [[source(callsPath, `${calls} items.upsert(a);`)], '.upsert'],
        [[source(callsPath, `${calls} item.delete();`)], '.delete'],
        [[source(callsPath, `${calls} item.patch([]);`)], '.patch'],
        [[source(callsPath, `${calls} items.batch([]);`)], '.batch'],
        [[source(callsPath, `${calls} items.executeBulkOperations([]);`)], '.executeBulk'],
      ],
    },
};

const sources = await readSources();

test('the rules see the project', () => {
  const paths = sources.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining([callsPath, 'functions/compose.ts']));
  const resolved = sources.flatMap(importsOf).filter((imported) => layerOf(imported) >= 0);
  expect(resolved.length).toBeGreaterThan(paths.length);
  expect(resolved.filter((imported) => !paths.includes(imported))).toEqual([]);
});

describe.each(Object.entries(rules))('%s', (_name, { rule, planted }) => {
  test('in the project', () => {
    expect(rule(sources)).toEqual([]);
  });

  test.each(planted)('and a violation is found: $1', (files, violation) => {
    expect(rule(files).join('\n')).toContain(violation);
  });
});
