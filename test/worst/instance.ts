/** The service in a process of its own, so that its CPU time is that of the requests. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createHandler } from '../../functions/compose.ts';
import { developmentSettings } from '../../src/local/keys.ts';
import { mintToken } from '../../src/local/tokens.ts';
import { readSettings } from '../../src/settings/read.ts';
import { sendTo } from '../support/handle.ts';
import type { Request } from '../support/api.ts';
import { collectGarbage } from '../support/processes/collect.ts';
import type { Database } from './world.ts';

export interface Measured {
  /** Milliseconds of user and system time. */
  readonly cpu: number;
  /** Of the answer. */
  readonly bytes: number;
  /** Of the database. */
  readonly calls: number;
  readonly status: number;
  /** Of its errors, each once. */
  readonly codes: readonly string[];
}

export interface Instance extends AsyncDisposable {
  /** By somebody who may do everything in the tenant. */
  readonly ask: (body: string) => Promise<Measured>;
  /** Lets go of what requests left behind, so that it is no work of the next: the bytes on the heap after that. */
  readonly collect: () => Promise<number>;
}

const longest = 24 * 3600;

export async function startInstance(
  { endpoint, key, database }: Database,
  tenant: string,
): Promise<Instance> {
  const child = fork(import.meta.filename, {
    execArgv: ['--expose-gc'],
    env: {
      ...(await developmentSettings()),
      NODE_ENV: 'production',
      GRAPHQL_INTROSPECTION: 'true',
      SERVER_TIMING: 'true',
      COSMOS_ENDPOINT: endpoint,
      COSMOS_KEY: key,
      COSMOS_DATABASE: database,
    },
  });
  const ended = once(child, 'exit');
  const person = { subject: 'mia', tenant, roles: ['Manager'], expiresIn: longest };
  const headers = {
    authorization: `Bearer ${await mintToken(person, new Date())}`,
    'content-type': 'application/json',
  };
  const told = async <Told>(message: Request | 'collect'): Promise<Told> => {
    child.send(message);
    const died = ended.then(() => {
      throw new Error(`this request ended the instance: ${JSON.stringify(message)}`);
    });
    const [answer] = await Promise.race([once(child, 'message'), died]);
    return answer as Told; // what the process sends
  };
  return {
    ask: (body) => told<Measured>({ headers, body }),
    collect: () => told<number>('collect'),
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

if (import.meta.main) {
  process.once('disconnect', () => process.exit());
  const read = readSettings(process.env);
  if (read.type !== 'Settings') throw new Error(read.message);
  const send = sendTo(createHandler(read.settings));

  const measure = async (request: Request): Promise<Measured> => {
    const before = process.cpuUsage();
    const { status, headers, text } = await send(request);
    const { user, system } = process.cpuUsage(before);
    const [, calls = 0] = /(\d+) calls?,/.exec(headers.get('server-timing') ?? '') ?? [];
    const codes = Array.from(text.matchAll(/"code":"([A-Z_]+)"/g), ([, code = '']) => code);
    return {
      cpu: (user + system) / 1000,
      bytes: Buffer.byteLength(text),
      calls: Number(calls),
      status,
      codes: [...new Set(codes)],
    };
  };
  const collect = async (): Promise<number> => {
    await collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  process.on('message', (message: Request | 'collect') => {
    const told = message === 'collect' ? collect() : measure(message);
    void told.then((answer) => process.send?.(answer));
  });
}
