/** `npm run schema:diff -- --base main`: how the schema differs from a commit's. Ends with 1 where that breaks clients. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type Change, type CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, type GraphQLSchema } from 'graphql';
import {
  messageOf,
  parseArguments,
  runScript,
  ScriptError,
  UsageError,
} from '../../src/local/script.ts';
import { policyChanges, type SchemaChange } from './policyChanges.ts';

const path = 'schema/schema.graphql';

const levels: Readonly<Record<`${CriticalityLevel}`, SchemaChange['level']>> = {
  BREAKING: 'breaking',
  DANGEROUS: 'dangerous',
  NON_BREAKING: 'safe',
};

async function git(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('git', args)).stdout;
}

async function textAt(base: string): Promise<string> {
  const commit = git('rev-parse', '--verify', '--end-of-options', `${base}^{commit}`);
  const found = (await commit.catch(() => undefined))?.trim();
  if (found === undefined) {
    throw new ScriptError(`'${base}' is no commit here: --base takes a branch, a tag or a hash.`);
  }
  return git('show', `${found}:./${path}`).catch((cause: unknown) => {
    throw new ScriptError(`'${base}' has no ${path}.`, { cause });
  });
}

function build(text: string, where: string): GraphQLSchema {
  try {
    return buildSchema(text);
  } catch (cause) {
    throw new ScriptError(`${path} ${where} is no schema: ${messageOf(cause)}`, { cause });
  }
}

/** Of `@onConflict` by its meaning, and of `@deprecated` by the deprecation. */
function isToldOtherwise({ type, path = '' }: Change): boolean {
  return type.startsWith('DIRECTIVE_USAGE_') && /\.@(?:onConflict|deprecated)\b/.test(path);
}

async function compare(
  before: GraphQLSchema,
  after: GraphQLSchema,
): Promise<readonly SchemaChange[]> {
  const changes = await diff(before, after);
  const others = changes
    .filter((change) => !isToldOtherwise(change))
    .map(({ criticality, message }) => ({ level: levels[criticality.level], message }));
  return [...others, ...policyChanges(before, after)];
}

await runScript(async () => {
  const { base = '' } = parseArguments({ options: { base: { type: 'string' } } }).values;
  if (base === '') throw new UsageError('--base is needed: the commit to compare with.');
  const before = build(await textAt(base), `of '${base}'`);
  const after = build(await readFile(path, 'utf8'), 'here');
  const changes = await compare(before, after);
  const counts = Object.values(levels).map((level) => {
    const ofLevel = changes.filter((change) => change.level === level);
    for (const { message } of ofLevel) console.log(`${level.padEnd(9)}  ${message}`);
    return `${ofLevel.length} ${level}`;
  });
  console.log(`Changes of the schema since '${base}': ${counts.join(', ')}`);
  if (changes.some(({ level }) => level === 'breaking')) process.exitCode = 1;
}, 'usage: npm run schema:diff -- --base <branch, tag or hash>');
