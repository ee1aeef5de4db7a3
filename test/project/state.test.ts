/**
 * Nothing is kept between two requests: no module has a value that could change after it was loaded. Prettier puts
 * what is at module level, and nothing else, at the start of a line; that is how this test finds it. Behind a call it
 * cannot look, so such calls are named here, with the reason why nothing that changes comes of them.
 */
import { describe, expect, test } from 'vitest';
import { isIn, readSources, type Source, source } from '../support/sources.ts';

type Rule = (sources: readonly Source[]) => readonly string[];

/** Statements at module level, each with the lines that belong to it. */
function statementsOf({ text }: Source): readonly string[] {
  return text.split(/\n(?=[^\s)\]}])/);
}

function found(sources: readonly Source[], isWrong: (statement: string) => boolean) {
  return sources.flatMap((file) =>
    statementsOf(file)
      .filter(isWrong)
      .map((statement) => `${file.path}: ${statement.split('\n')[0]}`),
  );
}

const noVariables: Rule = (sources) =>
  found(sources, (statement) => /^(?:export )?(?:declare )?(?:let|var|using)\b/.test(statement));

const noStatics: Rule = (sources) =>
  found(sources, (statement) =>
    /^(?:export )?(?:abstract )?class [^]*\n {2}(?:\w+ )*static (?:(?:\w+ )*[#\w]+[^(\n]*[=;]|\{)/.test(
      statement,
    ),
  );

const noGlobals: Rule = (sources) =>
  found(sources, (statement) => /\bglobal(?:This)?(?:\.|\[)[^;=]*=[^=]/.test(statement));

// Literals, and what cannot be changed through its own name.
const immutable: readonly RegExp[] = [
  /^-?\d[\w .*+]*;/,
  /^(?:'[^']*'|"[^"]*")(?: as \w+)?;/,
  /^`[^`]*`;/,
  /^\/.*\/[dimsuv]*;/,
  /^[^]* as const(?: satisfies [^;]*)?;/,
  /^(?:async )?(?:<.*>)?\([^]*?\)(?:: [^=]+)? =>/,
  /^(?:async )?\w+ =>/,
];

// What is declared and the schema that is made of it are put together while they are loaded, and are not state; nor is what
// was read from the settings.
const settled: readonly RegExp[] = [
  /^v\.\w+[(<]/,
  /^defineKind\(/,
  /^builder\s*\./,
  /^new SchemaBuilder</,
  /^(?:entity|required|optional|pageExtensions|counted)\(/,
  /^[A-Z]\w*\.refusal</,
  /^readSettings\(/,
  // It has no fields.
  /^new W3CTraceContextPropagator\(\);/,
  // Between whole texts it keeps nothing: only a decoder that is told `stream` would.
  /^new TextDecoder\('utf-8', \{ fatal: true \}\);/,
];

/** What a constant is declared as, and what it is. */
function constantOf(statement: string) {
  const [, type = '', value = ''] =
    /^(?:export )?const (?:\w+|\{[^}]*\}|\[[^\]]*\])(?:: ((?:[^=]|=>)+?))? =\s+([^]*)$/.exec(
      statement,
    ) ?? [];
  return { type, value };
}

const noConstantChanges: Rule = (sources) => {
  const readonlyTypes = namesOfReadonlyTypes(sources);
  return found(sources, (statement) => {
    if (!/^(?:export )?const\b/.test(statement)) return false;
    const { type, value } = constantOf(statement);
    if (type !== '') return !isReadonly(type, readonlyTypes);
    return ![...immutable, ...settled].some((pattern) => pattern.test(value));
  });
};

/** Types of which every member says `readonly`, in the project's own declarations. */
function namesOfReadonlyTypes(sources: readonly Source[]): ReadonlySet<string> {
  const names = sources.flatMap(statementsOf).flatMap((statement) => {
    const [, name] = /^(?:export )?(?:interface|type) (\w+)/.exec(statement) ?? [];
    const members = statement.matchAll(/(?:^ +|[{;] )(readonly )?(?:[\w'"]+|\[\w+: \w+\])\??: /gm);
    const hasMutable =
      Array.from(members).some(([, readonly]) => readonly === undefined) ||
      /: (?!readonly )[\w.<>]+\[\]|\b(?:Map|Set|Array)</.test(statement);
    return name === undefined || hasMutable ? [] : [name];
  });
  return new Set(names);
}

function isReadonly(type: string, readonlyTypes: ReadonlySet<string>): boolean {
  const arrays = type.match(/\[\]|\[(?!\])/g) ?? [];
  const readonlys = type.match(/\breadonly\b(?! \w+\??:)/g) ?? [];
  if (arrays.length > readonlys.length || /\b(?:Map|Set|WeakMap|WeakSet|Array)</.test(type))
    return false;
  const [outermost = ''] = /^\w+/.exec(type) ?? [];
  return (
    /^(?:readonly|Readonly\w*|string|number|boolean|RegExp)$/.test(outermost) ||
    readonlyTypes.has(outermost)
  );
}

// What they make lives as long as the process, so nothing may be remembered in it.
const makers =
  /^export function (create(?:Handler|KeySource|Server|Verifier)|openConnections|openCosmos|cosmosStore|use[A-Z]\w*)\b/;

const makersRememberNothing: Rule = (sources) =>
  found(
    sources,
    (statement) =>
      makers.test(statement) &&
      /\n {2}(?:let\b|const .* = (?:new (?:Weak)?(?:Map|Set)\b|\[\];|\{\};|\[\] as|\{\} as))/.test(
        statement,
      ),
  );

const served = (await readSources()).filter(
  ({ path }) => !isIn('src/local', path) && !isIn('src/deploy', path),
);

const rules: Readonly<
  Record<string, { readonly rule: Rule; readonly planted: readonly string[] }>
> = {
  'no variable at module level': {
    rule: noVariables,
    planted: [
      'let count = 0;',
      'export let last: Date | undefined;',
      'var seen = false;',
      "import { a } from './a.ts';\n\nlet cache;",
    ],
  },
  'no static field': {
    rule: noStatics,
    planted: [
      'class A {\n  static count = 0;\n}',
      'export class A {\n  readonly a = 1;\n\n  static readonly #seen = new Map<string, string>();\n}',
      'class A {\n  private static last?: Date;\n}',
      'class A {\n  static {\n    load();\n  }\n}',
    ],
  },
  'nothing global': {
    rule: noGlobals,
    planted: [
      'globalThis.count = 0;',
      'function f() {\n  globalThis.count ??= 0;\n}',
      "global['a'] = 1;",
    ],
  },
  'no constant at module level that can be changed': {
    rule: noConstantChanges,
    planted: [
      'const cache = new Map<string, Account>();',
      'export const cache: Map<string, Account> = new Map();',
      'const seen = new WeakSet();',
      'const known = new Set([1]);',
      'const queue = new Array(3);',
      'const queue: string[] = [];',
      'const queue = [];',
      "const names = ['a'];",
      'const byName: Record<string, number> = {};',
      'export const counters = {\n  requests: 0,\n};',
      'const nested: Readonly<Record<string, string[]>> = {};',
      'const nested: ReadonlyMap<string, Set<string>> = new Map();',
      'const mixed: readonly (readonly string[])[] | string[] = [];',
      'interface State {\n  count: number;\n}\n\nconst state: State = { count: 0 };',
      'type State = { readonly a: string; count: number };\n\nconst state: State = make();',
      'interface State {\n  readonly names: string[];\n}\n\nconst state: State = make();',
      'const state: Elsewhere = make();',
      "const words = 'a b'.split(' ');",
      'const pattern = /a/g;',
      'const pattern = /a/y;',
      'const remember = memoize(load);',
      'const controller = new AbortController();',
      'const { get, set } = makeCache();',
      'const pool = await connect();',
    ],
  },
  'what lives as long as the process remembers nothing': {
    rule: makersRememberNothing,
    planted: [
      'export function createServer() {\n  let requests = 0;\n  return { fetch: () => (requests += 1) };\n}',
      'export function cosmosStore() {\n  const seen = new Map<string, string>();\n  return (a) => seen.get(a);\n}',
      'export function useGate() {\n  const seen: string[] = [];\n  return (a) => seen.push(a);\n}',
    ],
  },
};

describe.each(Object.entries(rules))('%s', (_name, { rule, planted }) => {
  test('in what is served', () => {
    expect(rule(served)).toEqual([]);
  });

  test.each(planted)('and a violation is found: %j', (text) => {
    expect(rule([source('src/planted.ts', text)])).toHaveLength(1);
  });
});

test.each([
  'export const mostLines = 200;',
  'const largest = 10 ** 15;',
  "const first = 'a' as Ksuid;",
  'const pattern =\n  /^a;$/i;',
  "const names = ['a', 'b'] as const;",
  'const names: readonly string[] = [];',
  'const roles: Readonly<Record<string, readonly Role[]>> = {};',
  'const codes: ReadonlySet<string> = new Set();',
  'const pairs: readonly (readonly [count: number, name: string])[] = [];',
  'interface Kind<A> {\n  readonly name: string;\n  readonly of: (a: A) => string;\n}\n\nconst kind: Kind<string> = { name, of };',
  'const parse = (text: string): number => Number(text);',
  'export class A {\n  static of() {\n    let a = 0;\n    return a;\n  }\n}',
  'function f() {\n  let count = 0;\n  const seen = new Map();\n}',
])('what cannot change is no violation: %j', (text) => {
  const violations = Object.values(rules).flatMap(({ rule }) => rule([source('src/a.ts', text)]));
  expect(violations).toEqual([]);
});

test('the rules see what they are about', () => {
  const statements = served.flatMap(statementsOf);
  expect(
    statements.filter((statement) => constantOf(statement).value !== '').length,
  ).toBeGreaterThan(80);
  const names = statements.flatMap((statement) => makers.exec(statement)?.[1] ?? []);
  expect(names).toEqual(
    expect.arrayContaining(['createHandler', 'createServer', 'createVerifier', 'createKeySource']),
  );
  expect(names).toEqual(expect.arrayContaining(['openCosmos', 'cosmosStore', 'useResults']));
});
