import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mintToken } from '../../src/local/tokens.ts';
import { type Endpoint, openEndpoint } from '../support/clients/endpoint.ts';

let endpoint: Endpoint;
let token: string;

beforeAll(async () => {
  endpoint = await openEndpoint();
  token = await mintToken({ subject: 'bob', tenant: 'contoso', roles: ['Manager'] }, new Date());
});

afterAll(() => endpoint.close());

const headers = () => ({ 'content-type': 'application/json', authorization: `Bearer ${token}` });

test('the health check answers without a token', async () => {
  expect((await fetch(`${endpoint.url}/health`)).status).toBe(200);
});

test.each(['', '/'])('a query to the endpoint%s is answered', async (end) => {
  const answer = await fetch(`${endpoint.url}${end}`, {
    method: 'POST',
    headers: headers(),
    body: JSON.stringify({ query: '{ viewer { subject tenant } }' }),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    data: { viewer: { subject: 'bob', tenant: 'contoso' } },
  });
});

test('a method that the function does not have is an empty 404', async () => {
  const answer = await fetch(endpoint.url, { method: 'PUT', headers: headers(), body: '{}' });
  expect([answer.status, await answer.text()]).toEqual([404, '']);
});

test('a chunked body, which the host loses, is told to be empty', async () => {
  const chunked = request(endpoint.url, { method: 'POST', headers: headers() });
  const answered = new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    chunked.on('error', reject);
    chunked.on('response', (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject);
    });
  });
  chunked.write('{"query":"{ viewer ');
  chunked.end('{ subject } }"}');
  const { status, body } = await answered;
  expect(status).toBe(400);
  expect(body).toContain('empty');
});
