/**
 * Compared, request by request: the status, every header and the body of the answers of one instance that served the
 * whole script, and of instances that each were started for one request and had seen nothing before. Etags and session
 * tokens are the database's, and traces end with their request: an etag counts as the n-th that was answered, a session
 * token as one. All else has to be the same to the letter.
 */
import { afterAll, expect, inject, test } from 'vitest';
import { developmentSettings } from '../../src/local/keys.ts';
import { mintToken } from '../../src/local/tokens.ts';
import { newTenant, type Reply } from '../support/api.ts';
import { buildInstances, type Instance } from './instances.ts';
import { type Earlier, people, type Person, script } from './script.ts';

const start = Date.UTC(2026, 0, 15, 12);

const instances = await buildInstances();
afterAll(() => instances[Symbol.asyncDispose]());

const { endpoint, key, database } = inject('cosmos');
const environment = {
  ...(await developmentSettings()),
  COSMOS_ENDPOINT: endpoint,
  COSMOS_KEY: key,
  COSMOS_DATABASE: database,
};

/** The answers to the script, each by the instance that `instanceFor` has for that request. */
async function play(
  instanceFor: (number: number) => Promise<Instance>,
  done: (instance: Instance) => Promise<void>,
): Promise<readonly Reply[]> {
  const tenant = newTenant();
  const tokens = new Map<Person, string>();
  for (const [person, request] of Object.entries(people)) {
    const token = await mintToken({ ...request, tenant }, new Date(start));
    tokens.set(person as Person, token); // a key of `people`
  }
  const replies: Reply[] = [];
  const replyTo = (name: string) => replies[script.findIndex((step) => step.name === name)];
  const earlier: Earlier = {
    tokenOf: (person) => tokens.get(person) ?? '',
    result: (name) => JSON.parse(replyTo(name)?.text ?? '').data.result,
    sessionToken: (name) => replyTo(name)?.headers.get('x-session-token') ?? '',
  };
  for (const [number, { request }] of script.entries()) {
    const instance = await instanceFor(number);
    replies.push(await instance.answer(number, new Date(start + number * 1000), request(earlier)));
    await done(instance);
  }
  return replies;
}

async function playWarm(): Promise<readonly Reply[]> {
  const instance = await instances.start(environment);
  const replies = await play(
    () => Promise.resolve(instance),
    () => Promise.resolve(),
  );
  await instance.end();
  return replies;
}

async function playFresh(): Promise<readonly Reply[]> {
  // The next one starts while this one answers.
  let next = instances.start(environment);
  const replies = await play(
    () => {
      const instance = next;
      next = instances.start(environment);
      return instance;
    },
    (instance) => instance.end(),
  );
  await (await next).end();
  return replies;
}

/** What can be compared with another tenant's answers. */
function comparable(replies: readonly Reply[]): readonly object[] {
  const etags = new Map<string, string>();
  return replies.map(({ status, headers, text }) => {
    const body = text.replaceAll(/"\\"[\w-]+\\""/g, (etag) => {
      const name = etags.get(etag) ?? `"etag ${etags.size + 1}"`;
      etags.set(etag, name);
      return name;
    });
    const named = new Headers(headers);
    if (named.has('x-session-token')) named.set('x-session-token', 'a session token');
    return { status, headers: Object.fromEntries(named), body };
  });
}

test(
  'an instance that has served everybody answers as one that has just been born',
  { timeout: 120_000 },
  async () => {
    const [warm, fresh] = await Promise.all([playWarm(), playFresh()]);
    const expected = comparable(fresh);
    for (const [number, answer] of comparable(warm).entries()) {
      expect(answer, `step ${number}, ${script[number]?.name}`).toEqual(expected[number]);
    }
  },
);
