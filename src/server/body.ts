/** The yoga plugin that reads a request: of a POST JSON alone, and no more of it than an order of 200 lines needs. */
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { requestError } from './clientError.ts';

type RequestParser = Parameters<
  Parameters<NonNullable<Plugin['onRequestParse']>>[0]['setRequestParser']
>[0];

const mostBytes = 1024 * 1024;

export function useJsonBody(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (request.method === 'POST') setRequestParser(parseBody);
      else if (requestParser) setRequestParser(orBadRequest(requestParser));
    },
  };
}

/** Yoga's own parser of a GET throws what JSON.parse throws. */
function orBadRequest(parseGet: RequestParser): RequestParser {
  return (request) => {
    try {
      return parseGet(request);
    } catch {
      throw requestError('BAD_REQUEST', 'The "variables" and "extensions" of a GET are JSON.', 400);
    }
  };
}

async function parseBody(request: Request): Promise<GraphQLParams> {
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim();
  if (mediaType?.toLowerCase() !== 'application/json') {
    throw requestError('BAD_REQUEST', 'A POST is JSON: send content-type: application/json.', 415);
  }
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > mostBytes) {
    const message = `A body has at most ${mostBytes} bytes, not ${bytes.byteLength}.`;
    throw requestError('OPERATION_TOO_LARGE', message, 413);
  }
  if (bytes.byteLength === 0) {
    const message =
      'The body is empty. A chunked request without content-length arrives like that: send the length.';
    throw requestError('BAD_REQUEST', message, 400);
  }
  return parseParams(bytes);
}

function parseParams(bytes: ArrayBuffer): GraphQLParams {
  let params: unknown;
  try {
    params = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw requestError('BAD_REQUEST', 'The body is not JSON in UTF-8.', 400);
  }
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw requestError('BAD_REQUEST', 'The body is one JSON object with a "query".', 400);
  }
  return params; // yoga checks its members
}
