/** What the body of a POST may be: one JSON object in UTF-8 as it is, no longer than an order of 200 lines needs. */
import { MIMEType } from 'node:util';
import type { Plugin } from 'graphql-yoga';
import { isRecord } from '../record.ts';
import { requestError, requestTooLarge } from './errors/clientError.ts';
import type { RequestScope } from './request.ts';

const mostBytes = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Yoga takes forms, texts and uploads, too, and any bytes for UTF-8. */
export function useJsonBody(): Plugin<object, RequestScope> {
  return {
    onRequestParse({ request: { method }, setRequestParser }) {
      if (method === 'POST') setRequestParser(parseBody);
    },
  };
}

async function parseBody(request: Request) {
  const { headers } = request;
  assertJson(headers.get('content-type') ?? '');
  assertPlain(headers.get('content-encoding') ?? '');
  const bytes = await request.arrayBuffer();
  assertShort(bytes.byteLength);
  if (bytes.byteLength === 0) {
    throw bad(
      'The body is empty. A chunked request without content-length arrives like that: send the length.',
    );
  }
  const params = parseJson(bytes);
  if (!isRecord(params)) throw bad('The body is one JSON object with a "query".');
  return params;
}

function assertJson(contentType: string): void {
  const type = parseType(contentType);
  if (type?.essence !== 'application/json') {
    throw bad('A POST is JSON: send content-type: application/json.', 415);
  }
  const charset = type.params.get('charset') ?? 'utf-8';
  if (/^utf-?8$/i.test(charset)) return;
  throw bad(`JSON is UTF-8, not ${charset}: send it as that, or leave the charset out.`, 415);
}

function parseType(contentType: string): MIMEType | undefined {
  try {
    return new MIMEType(contentType);
  } catch {
    return undefined;
  }
}

/** What was packed small may become large without end: nothing here unpacks it. */
function assertPlain(contentEncoding: string): void {
  if (/^\s*(?:identity\s*)?$/i.test(contentEncoding)) return;
  const message = `The body is taken as it is, not as ${contentEncoding}: send it without content-encoding.`;
  throw requestError('BAD_REQUEST', message, 415, { 'accept-encoding': 'identity' });
}

function assertShort(bytes: number): void {
  if (bytes <= mostBytes) return;
  const message = `A body has at most ${mostBytes} bytes, not ${bytes}.`;
  throw requestTooLarge(message);
}

function parseJson(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw bad('The body is not JSON in UTF-8.');
  }
}

function bad(message: string, status = 400) {
  return requestError('BAD_REQUEST', message, status);
}
