/** The words of Cosmos DB's REST protocol: request headers parsed, answers with their codes. */
import { type IncomingHttpHeaders, STATUS_CODES } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function refusal(status: number, message: string, substatus?: number): Answer {
  return {
    status,
    body: { code: STATUS_CODES[status]?.replaceAll(' ', ''), message },
    headers: substatus === undefined ? {} : { 'x-ms-substatus': String(substatus) },
  };
}

export function flag(headers: IncomingHttpHeaders, name: string): boolean {
  return header(headers, name)?.toLowerCase() === 'true';
}

export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.join(',');
}
