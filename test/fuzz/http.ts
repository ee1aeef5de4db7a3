/** Requests whose method, URL and headers are anything that HTTP lets through. */
import functions from '@azure/functions';
import * as fc from 'fast-check';
import type { Request } from '../support/api.ts';
import { operations } from './documents.ts';
import { damagedText } from './words.ts';
import { signedIn } from './world.ts';

const methods = ['GET', 'POST', 'OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'QUERY'];
const paths = ['/GraphQL/', '/graphql/health', '/graphql//', '/graphql/%00', '//x', '/'];
const sessionToken = Buffer.from('{"accounts":"0:-1#1","orders":"0:-1#1"}').toString('base64url');

const headerLines = `
authorization: ${signedIn.authorization}
authorization: ${signedIn.authorization}, ${signedIn.authorization}
authorization: Basic YTpi
content-type: application/json
content-type: application/json;charset=utf-16
content-type: application/json;;=
content-type: application/graphql
content-type: multipart/form-data; boundary=a
content-type: application/x-www-form-urlencoded
accept: application/graphql-response+json
accept: */*;q=0
accept: text/html, a/b;q=x
accept: text/event-stream
accept: multipart/mixed
x-session-token: ${sessionToken}
x-session-token: ${sessionToken},${sessionToken}
content-encoding: gzip, br
content-length: 99999999
content-length: -1
transfer-encoding: chunked
origin: https://example.org
access-control-request-method: POST
access-control-request-headers: authorization,x-a
traceparent: 00-${'a'.repeat(32)}-${'b'.repeat(16)}-01
traceparent: 00-0-0-00
tracestate: ${'a=b,'.repeat(100)}
x-http-method-override: DELETE
`;

const strange = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('x'.repeat(20_000)));
const headerLine = fc.constantFrom(...headerLines.trim().split('\n'));

const damagedLine = headerLine.chain((line) => damagedText(line, strange));

const headers = fc
  .array(fc.oneof({ weight: 3, arbitrary: headerLine }, damagedLine), { maxLength: 5 })
  .map((lines) => Object.fromEntries(lines.map(headerOf)));

/** A damaged line may have lost what its name ends with. */
function headerOf(line: string): readonly [string, string] {
  const [name = '', value = ''] = line.split(/: (.*)/s);
  return [name, value];
}

const parameters = fc
  .tuple(
    operations,
    fc.dictionary(fc.constantFrom('query', 'variables', 'operationName', 'extensions'), strange),
  )
  .map(([{ query, variables }, others]) => {
    const sound = { query, variables: JSON.stringify(variables) };
    return `?${new URLSearchParams({ ...sound, ...others }).toString()}`;
  });

export const requests: fc.Arbitrary<Request> = fc
  .record({
    method: fc.oneof(fc.constantFrom('GET', 'POST'), fc.constantFrom(...methods)),
    path: fc.oneof(
      { weight: 8, arbitrary: fc.constant('/graphql') },
      fc.constantFrom(...paths),
      fc.webPath().map((path) => `/graphql${path}`),
    ),
    parameters: fc.oneof(parameters, fc.constantFrom('', '?query', '?query=%ff&query=%', '?&&=#')),
    headers: fc.oneof(
      headers,
      headers.map((some) => ({ ...signedIn, ...some })),
      headers.map((some) => ({ ...some, ...signedIn })),
    ),
    body: operations.map((operation) => JSON.stringify(operation)),
  })
  .map(({ method, path, parameters, headers, body }) =>
    method === 'GET' || method === 'HEAD'
      ? { method, path: `${path}${parameters}`, headers }
      : { method, path, headers, body },
  )
  .filter(isOfHttp);

/** What has no right form never reaches a function. */
function isOfHttp({ method = '', path, headers }: Request): boolean {
  try {
    const url = `http://localhost:7071${path}`;
    return new functions.HttpRequest({ method, url, headers: { ...headers } }).method === method;
  } catch {
    return false;
  }
}
