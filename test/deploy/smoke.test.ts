import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listen } from '../../src/local/listen.ts';
import { smokeOperations } from '../../src/deploy/smoke/client.ts';
import { mintToken } from '../../src/local/tokens.ts';
import { runScript } from '../support/processes/run.ts';
import { serve, type Served } from '../support/processes/served.ts';

// Whole processes, which compete with those of other test files.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const project = new URL('../../', import.meta.url);
const script = new URL('src/deploy/smoke/smoke.ts', project);
let served: Served;

beforeAll(async () => {
  served = await serve({
    entry: new URL('functions/graphql.ts', project),
    hostJson: new URL('host.json', project),
    folder: fileURLToPath(project),
  });
});

afterAll(() => served[Symbol.asyncDispose]());

async function smoke(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await runScript(script, args, { env });
  return { code, out: stdout.trim().split('\n'), err: stderr.trim() };
}

interface Reply {
  readonly status: number;
  readonly text: string;
}

/** The API behind a proxy that changes its answers. */
async function spoil(change: (reply: Reply, sent: string) => Reply) {
  const authorizations: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method = 'GET', headers } = request;
      const { authorization, 'x-session-token': session } = headers;
      if (authorization !== undefined) authorizations.push(authorization);
      const sent = await buffer(request);
      const answer = await fetch(new URL(request.url ?? '', served.endpoint), {
        method,
        headers: {
          'content-type': 'application/json',
          ...(authorization !== undefined && { authorization }),
          ...(typeof session === 'string' && { 'x-session-token': session }),
        },
        ...(method === 'POST' && { body: sent }),
      });
      const reply = change({ status: answer.status, text: await answer.text() }, sent.toString());
      const challenge = answer.headers.get('www-authenticate');
      const kept = challenge === null ? {} : { 'www-authenticate': challenge };
      response.writeHead(reply.status, kept).end(reply.text);
    })();
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    authorizations,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const steps = [
  'ok: the health check answers',
  'ok: a request without a token is refused',
  'ok: an account is opened',
  'ok: it is changed',
  'ok: a change under the etag before is answered with the conflict, what was missed, and the account as it is',
  'ok: the same change sent again is answered as a replay, and not made twice',
  'ok: the etag of the conflict is good to go on',
  'ok: the account is closed',
  'ok: what was written is read',
];

describe('npm run smoke', () => {
  test('says each promise that the API keeps, with a development token on this machine', async () => {
    expect(await smoke([served.endpoint])).toEqual({
      code: 0,
      out: [...steps, `${served.endpoint} works.`],
      err: '',
    });
  });

  test('takes the address of the host alone, and waits until the API is there', async () => {
    const early: Reply[] = [];
    await using proxy = await spoil((reply) => {
      if (early.length > 0) return reply;
      early.push(reply);
      return { ...reply, status: 503 };
    });
    const finished = await smoke([`${new URL(proxy.url).origin}/`, '--wait', '30']);
    expect(finished).toMatchObject({ code: 0, err: '' });
    expect(early).toHaveLength(1);
  });

  test.each([
    ['--token', (token: string) => [['--token', token], {}] as const],
    ['ORDER_DESK_TOKEN', (token: string) => [[], { ORDER_DESK_TOKEN: token }] as const],
  ])('sends the token of %s, and shows it to nobody', async (_name, give) => {
    const claims = { subject: 'smoke', tenant: 'smoke-tenant', roles: ['Teller'] };
    const token = await mintToken(claims, new Date());
    await using proxy = await spoil((reply) => reply);
    const [args, env] = give(token);
    const finished = await smoke([proxy.url, ...args], env);
    expect(finished).toMatchObject({ code: 0, err: '' });
    expect(finished.out.join('\n')).not.toContain(token);
    const [sent = ''] = new Set(proxy.authorizations);
    expect(decodeJwt(sent.replace('Bearer ', '')).sub).toBe('smoke');
  });

  type Change = (reply: Reply, sent: string) => Reply;
  const replace =
    (mutation: string, from: string, to: string): Change =>
    ({ status, text }, sent) => ({
      status,
      text: sent.includes(mutation) ? text.replace(from, to) : text,
    });

  test.each<[string, number, Change, string]>([
    [
      'a health check that fails',
      0,
      (reply) => ({ ...reply, status: 503 }),
      'wrong: the health check answers: was 503, should be 200',
    ],
    [
      'an API that takes anybody',
      1,
      (reply) => (reply.status === 401 ? { ...reply, status: 200 } : reply),
      'wrong: a request without a token is refused: was {"status":200',
    ],
    [
      'a change that is not made',
      3,
      replace('deposit(', '"version":2', '"version":1'),
      'wrong: it is changed: was {"type":"AccountChanged","version":1',
    ],
    [
      'a stale change that wins',
      4,
      replace('withdraw(', 'AccountConflictError', 'AccountChanged'),
      'wrong: a change under the etag before is answered with the conflict',
    ],
    [
      'a conflict that does not say what was missed',
      4,
      replace('withdraw(', '"missedChangesComplete":true', '"missedChangesComplete":false'),
      'wrong: a change under the etag before is answered with the conflict',
    ],
    [
      'a retry that is made twice',
      5,
      replace('deposit(', '"replayed":true', '"replayed":false'),
      'wrong: the same change sent again is answered as a replay',
    ],
    [
      'an account that stays open',
      7,
      replace('closeAccount(', 'CLOSED', 'OPEN'),
      'wrong: the account is closed',
    ],
    [
      'an old version on reading',
      8,
      replace('query Smoke', '"version":4', '"version":3'),
      'wrong: what was written is read',
    ],
    [
      'an error at the top',
      3,
      replace('deposit(', '{"data"', '{"errors":[{"message":"throttled"}],"data"'),
      'throttled',
    ],
  ])('stops with %s', async (_name, good, change, message) => {
    await using proxy = await spoil(change);
    const { code, out, err } = await smoke([proxy.url]);
    expect(err).toContain(message);
    expect({ code, out: out.filter((line) => line !== '') }).toEqual({
      code: 1,
      out: steps.slice(0, good),
    });
    expect(/The account acc_\w{27} is left behind\.$/.test(err)).toBe(good > 2);
  });

  test('says when nobody is there', async () => {
    const gone = await spoil((reply) => reply);
    await gone[Symbol.asyncDispose]();
    const { code, err } = await smoke([gone.url]);
    expect(code).toBe(1);
    expect(err).toMatch(/^wrong: the API cannot be reached: .*ECONNREFUSED/);
  });

  test.each([
    ['no URL', []],
    ['two URLs', ['http://127.0.0.1:1', 'http://127.0.0.1:2']],
    ['a token that would go over the network in clear', ['http://api.example.com', '--token', 'x']],
    ['no token for another machine', ['https://api.example.com']],
    ['an option that it does not know', ['http://127.0.0.1:1', '--tokens', 'x']],
    ['a wait that is no number', ['http://127.0.0.1:1', '--wait', 'long']],
  ])('asks nobody when given %s', async (_name, args) => {
    const { code, out, err } = await smoke(args);
    expect({ code, out }).toEqual({ code: 2, out: [''] });
    expect(err).toContain('usage: npm run smoke');
  });
});

// After a change to its documents: npx vitest run test/deploy/smoke.test.ts -u
test('its documents are trusted operations, so it can try an API that serves no others', async () => {
  await expect(`${JSON.stringify(smokeOperations, null, 2)}\n`).toMatchFileSnapshot(
    '../../operations/smoke.json',
  );
});
