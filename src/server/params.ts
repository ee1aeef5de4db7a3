/** Reads what a request asks for: from a POST in JSON, no more of it than an order of 200 lines needs, or from a GET. */
import { isRecord } from '../record.ts';
import { requestError } from './clientError.ts';
import type { ServerRequest } from './http.ts';

export interface Params {
  readonly query?: string | undefined;
  /** Names a trusted operation instead of a query. */
  readonly documentId?: string | undefined;
  readonly operationName?: string | undefined;
  readonly variables?: Record<string, unknown> | undefined;
  readonly extensions?: Record<string, unknown> | undefined;
}

const mostBytes = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

const texts: ReadonlySet<string> = new Set(['query', 'documentId', 'operationName']);
const objects: ReadonlySet<string> = new Set(['variables', 'extensions']);

export async function readParams(request: ServerRequest): Promise<Params> {
  return checked(request.method === 'GET' ? paramsOf(request) : await readBody(request));
}

function paramsOf({ url }: ServerRequest): object {
  const { searchParams } = new URL(url);
  const known = [...texts, ...objects].flatMap((name) => {
    const text = searchParams.get(name);
    // Of a GET, an empty parameter is none: that is what forms send.
    return text === null || text === '' ? [] : [[name, objects.has(name) ? parse(text) : text]];
  });
  return Object.fromEntries(known);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad('The "variables" and "extensions" of a GET are JSON.');
  }
}

async function readBody(request: ServerRequest): Promise<unknown> {
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim();
  if (mediaType?.toLowerCase() !== 'application/json') {
    throw bad('A POST is JSON: send content-type: application/json.', 415);
  }
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > mostBytes) {
    const message = `A body has at most ${mostBytes} bytes, not ${bytes.byteLength}.`;
    throw requestError('OPERATION_TOO_LARGE', message, 413);
  }
  if (bytes.byteLength === 0) {
    throw bad(
      'The body is empty. A chunked request without content-length arrives like that: send the length.',
    );
  }
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw bad('The body is not JSON in UTF-8.');
  }
}

/** Those that were given: null is none. */
function checked(params: unknown): Params {
  if (!isRecord(params)) throw bad('The body is one JSON object with a "query".');
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) {
    if (value === null || value === undefined) continue;
    if (texts.has(name)) {
      if (typeof value !== 'string') throw bad(`"${name}" is a string.`);
    } else if (objects.has(name)) {
      if (!isRecord(value)) throw bad(`"${name}" is an object.`);
    } else {
      throw bad(`GraphQL over HTTP has no parameter "${shortened(name)}".`);
    }
    given[name] = value;
  }
  return given;
}

function shortened(name: string): string {
  return name.length > 50 ? `${name.slice(0, 50)}…` : name;
}

function bad(message: string, status = 400) {
  return requestError('BAD_REQUEST', message, status);
}
