import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plain } from '../../src/local/pages/answers.ts';
import { deskAt } from '../../src/local/pages/desk.ts';
import { createPages } from '../../src/local/pages/pages.ts';
import { type Host, startHost } from '../../src/local/host/host.ts';
import { createMint } from '../../src/local/sample/people.ts';

let folder: string;
let host: Host;
let logged: string[];
/** What the host was told to wait for, and how to let it go on. */
let waits: { readonly milliseconds: number; readonly end: () => void }[];

const write = (name: string, text: string) => writeFile(join(folder, name), text);

async function get(path: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(`http://127.0.0.1:${host.port}${path}`, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-'));
  await write('index.html', '<!doctype html><script type="module" src="/desk/app.js"></script>');
  await write('main.tsx', "import './desk.css'; console.log(process.env.NODE_ENV, 'a desk');");
  await write('desk.css', 'main { color: teal; }');
  logged = [];
  waits = [];
  host = await startHost({
    port: 0,
    functions: { graphql: { handler: async () => ({ body: 'an answer' }) } },
    front: createPages({
      mint: createMint({}),
      desk: deskAt(pathToFileURL(`${folder}/`)),
      graphiql: async () => plain(200, 'GraphiQL'),
      log: (message) => logged.push(message),
      wait: (milliseconds) =>
        new Promise<void>((end) => {
          waits.push({ milliseconds, end });
        }),
    }),
  });
});

afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

describe('the desk', () => {
  test.each(['/', '/desk', '/desk/', '/desk?person=bob'])('is at %s', async (path) => {
    const { status, headers, text } = await get(path);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('/desk/app.js');
  });

  test('is built for production, with its style and a source map', async () => {
    const script = await get('/desk/app.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.text).toContain('console.log("production","a desk")');
    expect(script.text).toContain('//# sourceMappingURL=app.js.map');
    expect(JSON.parse((await get('/desk/app.js.map')).text).sources).toEqual(['main.tsx']);
    const style = await get('/desk/app.css');
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(style.text).toContain('main{color:teal}');
  });

  test('is built once', async () => {
    const { text } = await get('/desk/app.js');
    await write('main.tsx', 'console.log("another desk")');
    expect((await get('/desk/app.js')).text).toBe(text);
  });

  test('that cannot be built says where and why, in the page and in the log, and is tried again', async () => {
    await write('main.tsx', 'const desk = ;');
    const { status, text } = await get('/');
    expect(status).toBe(500);
    expect(text).toMatch(/main\.tsx:1:13: ERROR: Unexpected ";"/);
    expect(logged.join('\n')).toContain('main.tsx:1:13: ERROR');
    await write('main.tsx', 'console.log("mended")');
    expect((await get('/desk/app.js')).text).toContain('mended');
  });

  test.each(['/desk/main.tsx', '/desk/../package.json', '/desk/database', '/desk/%2e%2e/x'])(
    'has no %s to give',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});

test('an answer that is to be delayed comes 4 s after the function has given it', async () => {
  const answer = get('/graphql', { 'x-desk-answer': 'delayed' });
  await expect.poll(() => waits.map(({ milliseconds }) => milliseconds)).toEqual([4000]);
  waits[0]?.end();
  expect((await answer).text).toBe('an answer');
});
