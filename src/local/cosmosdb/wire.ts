/** The words of Cosmos DB's REST protocol: request headers parsed, answers with their codes. */
import type { IncomingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const codes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  412: 'PreconditionFailed',
  413: 'RequestEntityTooLarge',
};

export function refusal(status: number, message: string, substatus?: number): Answer {
  return {
    status,
    body: { code: codes[status] ?? 'InternalServerError', message },
    headers: substatus === undefined ? {} : { 'x-ms-substatus': String(substatus) },
  };
}

export function isQuery(headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type'] ?? '';
  return flag(headers, 'x-ms-documentdb-isquery') || type.startsWith('application/query+json');
}

export function flag(headers: IncomingHttpHeaders, name: string): boolean {
  return header(headers, name)?.toLowerCase() === 'true';
}

export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.join(',');
}

/** Undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
