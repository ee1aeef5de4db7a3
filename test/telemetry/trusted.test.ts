/** A trusted operation is known to telemetry by its name, though the request has a hash in place of the text. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newTenant, openApi } from '../support/api.ts';
import { hashOf, operationsOf } from '../support/clients/trusting.ts';
import { headersOf } from '../support/wire.ts';
import { type Receiver, type Span, spansOf, startReceiver } from './receiver.ts';

const viewer = 'query Viewer { viewer { subject } }';
const open =
  'mutation Open($input: OpenAccountInput!) { openAccount(input: $input) { __typename } }';
const two = 'query Subject { viewer { subject } } query Tenant { viewer { tenant } }';
const nameless = '{ viewer { subject } }';

const variables = { input: { owner: 'ann', currency: 'USD' } };
const persistedQuery = { version: 1, sha256Hash: hashOf(viewer) };

type Asked = readonly [
  how: string,
  params: object,
  type: string,
  /** `undefined` where the document has none. */
  name: string | undefined,
];

const requests: readonly Asked[] = [
  ['by its documentId', { documentId: hashOf(viewer) }, 'query', 'Viewer'],
  ['as Apollo does', { extensions: { persistedQuery } }, 'query', 'Viewer'],
  ['to change something', { documentId: hashOf(open), variables }, 'mutation', 'Open'],
  ['as one of two', { documentId: hashOf(two), operationName: 'Tenant' }, 'query', 'Tenant'],
  ['though it has no name', { documentId: hashOf(nameless) }, 'query', undefined],
];

let receiver: Receiver;
const traceIds = new Map<string, string>();

beforeAll(async () => {
  receiver = await startReceiver();
  const texts = [viewer, open, two, nameless];
  const send = await openApi({
    operations: operationsOf(Object.fromEntries(texts.map((text) => [hashOf(text), text]))),
    environment: {
      GRAPHQL_TRUSTED_ONLY: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    },
  });
  const headers = await headersOf({ tenant: newTenant() });
  for (const [how, params] of requests) {
    const traceId = randomBytes(16).toString('hex');
    traceIds.set(how, traceId);
    const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
    await send({ headers: { ...headers, traceparent }, body: JSON.stringify(params) });
  }
  await receiver.until(() => spansOf(receiver).length >= requests.length);
});

afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
});

function spanOf(how: string): Span {
  const span = spansOf(receiver).find(({ traceId }) => traceId === traceIds.get(how));
  if (!span) throw new Error(`what was asked for ${how} left no span`);
  return span;
}

test.each(requests)('a span tells what was asked for %s', (how, _params, type, name) => {
  const { attributes } = spanOf(how);
  expect(attributes['graphql.operation.type']).toBe(type);
  expect(attributes['graphql.operation.name']).toBe(name);
});
