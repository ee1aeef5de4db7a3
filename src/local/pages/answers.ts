/** What a page is answered with. It may hold a token: no cache keeps it, and no page of another site shows or reads it. */
import functions, { type HttpResponse } from '@azure/functions';

const guarded = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "frame-ancestors 'self'",
  'cross-origin-resource-policy': 'same-origin',
};

function answer(status: number, type: string, body: string | Uint8Array): HttpResponse {
  return new functions.HttpResponse({
    status,
    headers: { ...guarded, 'content-type': type },
    body,
  });
}

export function html(text: string): HttpResponse {
  return answer(200, 'text/html; charset=utf-8', text);
}

export function json(value: unknown): HttpResponse {
  return answer(200, 'application/json', JSON.stringify(value));
}

/** One sentence or two, for the person or the developer who reads it. */
export function plain(status: number, text: string): HttpResponse {
  return answer(status, 'text/plain; charset=utf-8', `${text}\n`);
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  map: 'application/json',
};

export function file(name: string, contents: Uint8Array): HttpResponse {
  return answer(200, types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream', contents);
}
