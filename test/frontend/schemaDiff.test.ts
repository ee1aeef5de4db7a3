/** What `npm run schema:diff` tells, in a repository of two schemas. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runScript } from '../support/processes/run.ts';
import { hasFrontendTools } from '../support/frontendTools.ts';

const script = new URL('schemaDiff.ts', import.meta.url);
let repository: string;

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
  execFileSync('git', [...identity, ...args], { cwd: repository });
}

const directive =
  'directive @onConflict(policy: Policy!, allows: [Policy!]!) on FIELD_DEFINITION enum Policy { REJECT REAPPLY OVERWRITE }';

const base = `${directive}
  type Query { order(id: ID!): Order orders(first: Int = 20): [Order!]! }
  type Order { id: ID! note: String }
  type Mutation { setNote(note: String): Order @onConflict(policy: REJECT, allows: [REJECT, REAPPLY]) }
`;

function write(schema: string): void {
  writeFileSync(join(repository, 'schema/schema.graphql'), schema);
}

async function run(...args: readonly string[]) {
  const { code, stdout, stderr } = await runScript(script, args, { cwd: repository });
  return { code, lines: `${stdout}${stderr}`.trim().split('\n') };
}

describe.skipIf(!hasFrontendTools('The comparison of schemas is not tested'))(
  'npm run schema:diff',
  () => {
    beforeAll(() => {
      repository = mkdtempSync(join(tmpdir(), 'schema-diff-'));
      git('init', '--quiet', '--initial-branch=main');
      git('commit', '--quiet', '--allow-empty', '--message=Nothing yet');
      git('tag', 'empty');
      mkdirSync(join(repository, 'schema'));
      write(base);
      git('add', '.');
      git('commit', '--quiet', '--message=A schema');
    });

    afterAll(() => rmSync(repository, { recursive: true }));

    test.each<readonly [what: string, from: string, to: string, code: number, line: string]>([
      [
        'a field that is gone is breaking',
        'note: String }',
        '}',
        1,
        "breaking   Field 'note' was removed from object type 'Order'",
      ],
      [
        'a field that may be null now is breaking',
        'id: ID! note',
        'id: ID note',
        1,
        "breaking   Field 'Order.id' changed type from 'ID!' to 'ID'",
      ],
      [
        'another default is dangerous',
        'first: Int = 20',
        'first: Int = 30',
        0,
        "dangerous  Default value for argument 'first' on field 'Query.orders' changed from '20' to '30'",
      ],
      [
        'another policy is dangerous',
        'policy: REJECT,',
        'policy: REAPPLY,',
        0,
        "dangerous  Mutation.setNote: a stale etag's policy changed from REJECT to REAPPLY",
      ],
      [
        'a policy that clients may ask for no more is breaking',
        'allows: [REJECT, REAPPLY]',
        'allows: [REJECT]',
        1,
        'breaking   Mutation.setNote: onConflict may be REAPPLY no more',
      ],
      [
        'a policy that clients may ask for now is safe',
        'allows: [REJECT, REAPPLY]',
        'allows: [REJECT, REAPPLY, OVERWRITE]',
        0,
        'safe       Mutation.setNote: onConflict may be OVERWRITE',
      ],
      [
        'a new field is safe',
        'note: String }',
        'note: String total: Int }',
        0,
        "safe       Field 'total' was added to object type 'Order'",
      ],
      [
        'a deprecation is safe, and told once',
        'note: String }',
        'note: String @deprecated }',
        0,
        "safe       Field 'Order.note' is deprecated",
      ],
    ])('%s', async (_what, from, to, code, line) => {
      write(base.replace(from, to));
      const told = await run('--base', 'main');
      expect(told.lines).toEqual([
        line,
        expect.stringMatching(/^Changes of the schema since 'main'/),
      ]);
      expect(told.code).toBe(code);
    });

    test('breaking changes come first, and all are counted', async () => {
      write(base.replace('note: String }', 'text: String }').replace('= 20', '= 30'));
      const { lines } = await run('--base', 'HEAD');
      expect(lines.map((line) => line.split(' ')[0])).toEqual([
        'breaking',
        'dangerous',
        'safe',
        'Changes',
      ]);
      expect(lines.at(-1)).toBe(
        "Changes of the schema since 'HEAD': 1 breaking, 1 dangerous, 1 safe",
      );
    });

    test('what did not change is told as that', async () => {
      write(base);
      expect(await run('--base', 'main')).toEqual({
        code: 0,
        lines: ["Changes of the schema since 'main': 0 breaking, 0 dangerous, 0 safe"],
      });
    });

    test.each([
      ['no base', [], 2, '--base is needed: the commit to compare with.'],
      [
        'a base that is no commit',
        ['--base', 'nowhere'],
        1,
        "'nowhere' is no commit here: --base takes a branch, a tag or a hash.",
      ],
      [
        'a base that looks like an option of git',
        ['--base=--all'],
        1,
        "'--all' is no commit here: --base takes a branch, a tag or a hash.",
      ],
      ['a base without a schema', ['--base', 'empty'], 1, "'empty' has no schema/schema.graphql."],
    ])('%s is told', async (_what, args, code, line) => {
      write(base);
      const told = await run(...args);
      expect(told.lines[0]).toBe(line);
      expect(told.code).toBe(code);
    });

    test('a schema that is none is told with its place', async () => {
      write('type Query {');
      expect(await run('--base', 'main')).toEqual({
        code: 1,
        lines: [
          'schema/schema.graphql here is no schema: Syntax Error: Expected Name, found <EOF>.',
        ],
      });
    });
  },
);
