/** A contender in a process of its own: sends it what the parent says, and answers what that cost. */
import { pathToFileURL } from 'node:url';
import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { loadRegistered } from '../../support/processes/worker.ts';
import type { Requests } from '../data/operations.ts';

/** Bodies, some at a time, and from the start again until `count` are answered. */
export interface Work extends Pick<Requests, 'authorization' | 'expected'> {
  readonly bodies: readonly string[];
  readonly count: number;
  readonly atATime: number;
}

export interface Done {
  /** User and system time of the process while it worked, in milliseconds. */
  readonly cpu: number;
  /** The same since the process began. */
  readonly totalCpu: number;
  /** The last answer. */
  readonly text: string;
}

/** The answer's body, not made text here: that is no part of its cost. */
export type Send = (body: Uint8Array, authorization: string) => Promise<Uint8Array | string>;

// NOTE: mirrors what `@azure/functions` 4 gives the worker.
interface Model {
  getInvocationModel(invocation: object): {
    getArguments(): Promise<{ context: InvocationContext; inputs: [HttpRequest] }>;
  };
}

const [, , entry = '', bundle = ''] = process.argv;
const url = pathToFileURL(entry);
const opened: Promise<Send> =
  bundle === 'raw' ? import(url.href).then(({ send }) => send) : openFunction();

/** The handler, given what the library makes of the worker's message: no HTTP server is in anybody's figure. */
async function openFunction(): Promise<Send> {
  const [{ handler, metadata, model }] = await loadRegistered(url);
  const [name] = Object.keys(metadata.bindings);
  const target = { method: 'POST', url: 'http://localhost:7071/graphql', query: {}, params: {} };
  let invocations = 0;
  return async (bytes, authorization) => {
    invocations += 1;
    const invocationId = invocations.toString(16).padStart(16, '0');
    const headers = { authorization, 'content-type': 'application/json' };
    const http = { ...target, headers, body: { bytes } };
    const traceContext = { traceParent: `00-${invocationId}${invocationId}-${invocationId}-00` };
    const invocation = (model as Model).getInvocationModel({
      invocationId,
      metadata,
      request: { inputData: [{ name, data: { http } }], traceContext },
      log: (_level: string, _category: string, message: string) => console.error(message),
    });
    const { context, inputs } = await invocation.getArguments();
    const { body } = (await handler(...inputs, context)) as HttpResponseInit;
    return body as Uint8Array | string; // what the contenders answer
  };
}

async function work({ bodies, count, atATime, authorization, expected }: Work): Promise<Done> {
  const send = await opened;
  const bytes = bodies.map((body) => Buffer.from(body));
  const answers: (Uint8Array | string)[] = [];
  const rest = Array.from({ length: count }, (_, index) => index).values();
  const client = async () => {
    for (const index of rest) {
      answers[index] = await send(bytes[index % bytes.length] ?? Buffer.alloc(0), authorization);
    }
  };
  const toMs = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: atATime }, client));
  const costs = { cpu: toMs(process.cpuUsage(before)), totalCpu: toMs(process.cpuUsage()) };

  const texts = answers.map((answer) => Buffer.from(answer).toString());
  const wrong = texts.find((text) => !text.includes(expected));
  if (wrong !== undefined) throw new Error(`not ${expected}, but ${wrong.slice(0, 2000)}`);
  return { ...costs, text: texts.at(-1) ?? '' };
}

process.once('disconnect', () => process.exit());
process.on('message', ({ id, ...message }: Work & { readonly id: number }) => {
  // What goes wrong ends the process, and with it the run.
  void work(message).then((done) => process.send?.({ id, ...done }));
});
