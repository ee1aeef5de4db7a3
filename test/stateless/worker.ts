/**
 * An instance in a thread with a module graph of its own. Its clock stands still during a request, and its randomness
 * follows from the request's number: two instances that keep nothing answer the same.
 */
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { createHandler } from '../../functions/compose.ts';
import { readSettings } from '../../src/settings/read.ts';
import { machine } from '../../src/system.ts';
import type { Request } from '../support/api.ts';
import { sendTo } from '../support/handle.ts';

export interface Posted {
  readonly number: number;
  readonly now: number;
  readonly request: Request;
}

/** A reply that can be posted. */
export interface PostedReply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
}

if (!parentPort) throw new Error('this runs in a worker thread');
const port = parentPort;
const read = readSettings(workerData as Record<string, string>); // what its parent gives it
if (read.type !== 'Settings') throw new Error(read.message);

let posted: Posted = { number: 0, now: 0, request: {} };
let drawn = 0;

function draw(size: number): Buffer {
  drawn += 1;
  return createHash('shake256', { outputLength: size })
    .update(`${posted.number} ${drawn}`)
    .digest();
}

const send = sendTo(
  createHandler(read.settings, {
    ...machine,
    now: () => new Date(posted.now),
    randomBytes: draw,
    random: () => draw(4).readUInt32BE() / 2 ** 32,
  }),
);

async function answer(message: Posted): Promise<void> {
  posted = message;
  drawn = 0;
  const { status, headers, text } = await send(message.request);
  port.postMessage({ status, headers: [...headers], text } satisfies PostedReply);
}

port.on('message', (message: Posted) => void answer(message));
port.postMessage('ready');
