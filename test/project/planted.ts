/** Files that break the rules of lint/, and files that break none. A star in a path is a name that no other file has. */
type File = readonly [path: string, text: string];

/** By the name of the rule as a person is told it. */
export const broken: Readonly<Record<string, readonly File[]>> = {
  'order-desk(src-imports-src)': [
    ['src/*.ts', "import { schema } from '../schema/index.ts';"],
    ['src/a/*.ts', "import type { A } from '../../functions/compose.ts';"],
    ['src/a/*.ts', "const { a } = await import('../../schema/graphql/index.ts');"],
    ['src/a/*.ts', "type A = import('../../schema/index.ts').A;"],
    ['src/*.ts', "import {\n  a,\n} from '../schema/index.ts';"],
    ['src/*.ts', "import '../schema/index.ts';"],
  ],
  'order-desk(schema-imports-src)': [
    ['schema/*.ts', "import { a } from '../functions/http.ts';"],
    ['schema/graphql/*.ts', "import { a } from '../../functions/http.ts';"],
    ['schema/*.ts', "import { a } from '../test/support/api.ts';"],
  ],
  'order-desk(functions-import-schema-and-src)': [
    ['functions/*.ts', "import { a } from '../test/support/api.ts';"],
  ],
  'order-desk(domain-imports-domain)': [
    ['src/domain/*.ts', "import type { Store } from '../versioned/store.ts';"],
    ['src/domain/*.ts', "import { readFile } from 'node:fs';"],
    ['src/domain/*.ts', "import KSUID from 'ksuid';"],
  ],
  'order-desk(declarations-import-no-domain)': [
    ['src/versioned/kind.ts', "import { a } from '../domain/order.ts';"],
    ['src/versioned/refusal.ts', "import { readFile } from 'node:fs';"],
  ],
  'order-desk(declarations-only-hash)': [
    ['src/versioned/id.ts', "import { createHash, randomBytes } from 'node:crypto';"],
    ['src/versioned/change.ts', "import * as crypto from 'node:crypto';"],
    ['src/versioned/entity.ts', "const a = await import('node:crypto');"],
  ],
  'order-desk(service-imports-no-tools)': [
    ['src/auth/*.ts', "import { keys } from '../local/keys.ts';"],
    ['functions/*.ts', "import { a } from '../src/local/host/host.ts';"],
    ['src/*.ts', "import { a } from './deploy/build.ts';"],
    ['schema/*.ts', "import a from '../bicep/containers.json' with { type: 'json' };"],
  ],
  'order-desk(settings-import-settings)': [
    ['src/settings/*.ts', "import { a } from '../auth/keys.ts';"],
  ],
  'order-desk(only-cosmos-knows-the-sdk)': [
    ['src/*.ts', "import { ErrorResponse } from '@azure/cosmos';"],
    ['schema/*.ts', "import type { ErrorResponse } from '@azure/cosmos';"],
  ],
  'order-desk(only-functions-read-the-environment)': [
    ['src/settings/*.ts', 'const port = process.env.PORT;'],
    ['src/*.ts', "const { PORT } = process['env'];"],
    ['src/*.ts', 'const port = globalThis.process?.env.PORT;'],
    ['src/*.ts', 'const port = import.meta.env.PORT;'],
    ['schema/*.ts', "import { env } from 'node:process';"],
  ],
  'order-desk(exports-its-own)': [
    ['src/auth/*.ts', "export * from './verify.ts';"],
    ['src/auth/*.ts', "export { a } from './verify.ts';"],
    ['src/*.ts', "import { b } from './b.ts';\nexport { b };"],
    ['src/*.ts', "import './b.ts';\nimport { c } from './c.ts';\n"],
  ],
  'order-desk(names-tell)': [
    ['src/utils.ts', 'export const a = 1;'],
    ['schema/helpers/money.ts', 'export const a = 1;'],
  ],
  'order-desk(one-file-has-containers)': [
    ['src/cosmos/*.ts', "database.container('a').items.create({});"],
    ['src/cosmos/*.ts', 'container.items.query<object>(query);'],
    ['src/*.ts', 'container\n  .item(id)\n  .replace(a);'],
  ],
  'order-desk(replaces-on-a-condition)': [
    ['src/cosmos/calls.ts', 'itemAt(name, at).replace(document, { abortSignal });'],
  ],
  'order-desk(creates-and-replaces-alone)': [
    ['src/cosmos/*.ts', 'items.upsert(a);'],
    ['src/cosmos/*.ts', 'item.delete();'],
    ['src/cosmos/*.ts', 'item.patch([]);'],
    ['src/cosmos/*.ts', 'items.batch([]);'],
    ['src/cosmos/*.ts', "items['bulk']([]);"],
    ['src/cosmos/*.ts', 'items.executeBulkOperations([]);'],
  ],
  'order-desk(no-module-variables)': [
    ['src/*.ts', 'let count = 0;'],
    ['functions/*.ts', 'export let last: Date | undefined;'],
    ['schema/graphql/*.ts', 'var seen = false;'],
    ['src/*.ts', "import { a } from './a.ts';\n\nlet cache;"],
  ],
  'order-desk(no-static-fields)': [
    ['src/*.ts', 'class A {\n  static count = 0;\n}'],
    ['src/*.ts', 'export class A {\n  static readonly #seen = new Map<string, string>();\n}'],
    ['src/*.ts', 'class A {\n  private static last?: Date;\n}'],
    ['src/*.ts', 'class A {\n  static {\n    load();\n  }\n}'],
  ],
  'order-desk(no-globals)': [
    ['src/*.ts', 'globalThis.count = 0;'],
    ['src/*.ts', 'function f() {\n  globalThis.count ??= 0;\n}'],
    ['src/*.ts', 'function f() {\n  globalThis.counts.all += 1;\n}'],
    ['src/*.ts', "global['a'] = 1;"],
  ],
  'order-desk(constants-do-not-change)': [
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
    'export interface System {\n  now: () => Date;\n}',
    'const state: Elsewhere = make();',
    "const words = 'a b'.split(' ');",
    'const pattern = /a/g;',
    'const pattern = /a/y;',
    'const remember = memoize(load);',
    'const controller = new AbortController();',
    'const { get, set } = makeCache();',
    'const pool = await connect();',
  ].map((text) => ['src/*.ts', text]),
  'order-desk(makers-remember-nothing)': [
    'export function createServer() {\n  let requests = 0;\n  return { fetch: () => (requests += 1) };\n}',
    'export function cosmosStore() {\n  const seen = new Map<string, string>();\n  return (a) => seen.get(a);\n}',
    'export function useGate() {\n  const seen: string[] = [];\n  return (a) => seen.push(a);\n}',
    'export function useGate() {\n  const seen = {} as Seen;\n  return (a) => (seen.last = a);\n}',
  ].map((text) => ['src/*.ts', text]),
  'import(no-cycle)': [
    ['src/cycle/a.ts', "import { b } from './b.ts';\n\nexport const a = b;"],
    ['src/cycle/b.ts', "import type { c } from './c.ts';\n\nexport const b = 1;"],
    ['src/cycle/c.ts', "import { a } from './a.ts';\n\nexport const c = a;"],
  ],
};

export const allowed: readonly File[] = [
  'export const mostLines = 200;',
  'const largest = 10 ** 15;',
  "const first = 'a' as Ksuid;",
  'const pattern =\n  /^a;$/i;',
  "const names = ['a', 'b'] as const;",
  'const names: readonly string[] = [];',
  'const roles: Readonly<Record<string, readonly Role[]>> = {};',
  'const codes: ReadonlySet<string> = new Set();',
  'const pairs: readonly (readonly [count: number, name: string])[] = [];',
  'export interface System {\n  readonly now: () => Date;\n}\n\nconst system: System = { now };',
  'const parse = (text: string): number => Number(text);',
  'export class A {\n  static of() {\n    let a = 0;\n    return a;\n  }\n}',
  'function f() {\n  let count = 0;\n  const seen = new Map();\n}',
].map((text) => ['src/*.ts', text]);
