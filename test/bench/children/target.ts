/** A contender as its own process sees it: something that takes a body and answers a text. */
import { pathToFileURL } from 'node:url';
import type { HttpHandler } from '@azure/functions';
import { loadRegistered } from '../../support/processes/worker.ts';
import type { createRaw, RawSettings } from '../contenders/raw.ts';
import { invokeByModel } from './invocation.ts';

export interface Reply {
  readonly status: number;
  /** Not made text here: that is no part of an answer's cost. */
  readonly body: Uint8Array | string;
}

export function textOf({ body }: Reply): string {
  return typeof body === 'string' ? body : Buffer.from(body).toString();
}

/** `authorization` is somebody else's than that of the process. */
export type Send = (body: Uint8Array, authorization?: string) => Promise<Reply>;

const url = 'http://localhost:7071/graphql';

function headersOf(authorization: string, { byteLength }: Uint8Array) {
  return {
    authorization,
    'content-type': 'application/json',
    'content-length': String(byteLength),
    accept: 'application/json',
  };
}

/** The whole way through the library's invocation model, as the worker goes it. */
export async function openInvocation(entry: string, authorization: string): Promise<Send> {
  const [registered] = await loadRegistered(pathToFileURL(entry));
  return async (body) => {
    const headers = headersOf(authorization, body);
    const data = { method: 'POST', url, headers, query: {}, params: {}, body: { bytes: body } };
    const answer = await invokeByModel(registered, data, newTraceParent(), logError);
    return { status: Number(answer?.statusCode), body: answer?.body?.bytes ?? '' };
  };
}

/** The handler alone, given the library's request: neither an HTTP server nor the worker's wire format is in a figure. */
export async function openHandler(entry: string, authorization: string): Promise<Send> {
  const [{ handler, metadata }] = await loadRegistered(pathToFileURL(entry));
  const { default: functions } = await import('@azure/functions');
  return async (body, another) => {
    const headers = headersOf(another ?? authorization, body);
    const request = new functions.HttpRequest({
      method: 'POST',
      url,
      headers,
      query: {},
      params: {},
      body: { bytes: body },
    });
    const context = new functions.InvocationContext({
      functionName: metadata.name,
      traceContext: { traceParent: newTraceParent() },
      logHandler: logError,
    });
    const answer = await handler(request, context);
    return toReply(answer);
  };
}

let traces = 0;

/** Counted, since the host makes them: what that takes is in nobody's figure. */
function newTraceParent(): string {
  traces += 1;
  const id = traces.toString(16);
  return `00-${id.padStart(32, '0')}-${id.padStart(16, '0')}-00`;
}

function logError(level: string, ...line: readonly unknown[]): void {
  if (level === 'error') console.error(...line);
}

/** What contenders answer: bytes or a string, never a stream. */
function toReply(answer: Awaited<ReturnType<HttpHandler>>): Reply {
  if (answer === undefined || !('status' in answer) || answer instanceof Response) {
    throw new Error('a handler answered something else than an init');
  }
  const { status = 200, body } = answer;
  if (typeof body === 'string' || body instanceof Uint8Array) return { status, body };
  throw new Error('a handler answered neither bytes nor a string');
}

export async function openRaw(entry: string, settings: RawSettings): Promise<Send> {
  const module: { readonly createRaw: typeof createRaw } = await import(pathToFileURL(entry).href);
  const call = module.createRaw(settings);
  return async (body) => {
    const count = await call(JSON.parse(Buffer.from(body).toString()));
    return { status: 200, body: 'document '.repeat(count) };
  };
}
