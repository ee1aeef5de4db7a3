/** A browser sends a POST again by itself when a kept-alive connection breaks: the requestId makes that harmless. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../src/local/listen.ts';
import { mintToken } from '../../src/local/tokens.ts';
import { newTenant, signIn } from '../support/api.ts';
import { hasBrowser, openBrowser } from '../support/clients/browser.ts';
import { documentOf } from '../support/declared/documents.ts';
import { type Endpoint, openEndpoint } from '../support/clients/endpoint.ts';
import { sendTo } from '../support/clients/http.ts';
import { changesOf, newRequestId, openAccount, usd } from '../support/mutations.ts';

let endpoint: Endpoint;

beforeAll(async () => {
  endpoint = await openEndpoint();
});

afterAll(() => endpoint.close());

/** Between the browser and the API: it loses the answer to the first deposit once the API has given it. */
async function startWire(upstream: string) {
  const deposits: string[] = [];
  const server = createServer({ keepAlive: true }, (incoming, response) => {
    void relay(incoming, response);
  });
  async function relay(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (incoming.method === 'GET') {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>a page</title>');
      return;
    }
    const body = await buffer(incoming);
    const { authorization = '' } = incoming.headers;
    const answer = await fetch(upstream, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    });
    const text = await answer.text();
    const isDeposit = body.includes('deposit');
    if (isDeposit) deposits.push(text);
    if (isDeposit && deposits.length === 1) response.destroy();
    else response.setHeader('content-type', 'application/json').end(text);
  }
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}/`,
    deposits,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test.skipIf(!hasBrowser('What a browser sends again is not tested'))(
  'a deposit that Chromium sends again after its connection broke is made once, and told as a replay',
  async () => {
    const tenant = newTenant();
    const ann = await signIn(sendTo(endpoint.url), { tenant });
    const { id, etag: ifMatch } = await openAccount(ann, '100.00');
    const requestId = newRequestId();
    const input = { requestId, id, ifMatch, amount: usd('100.00') };
    using wire = await startWire(endpoint.url);
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(wire.url);
      const bodies = [
        { query: '{ viewer { subject } }' },
        { query: documentOf('deposit'), variables: { input } },
      ].map((body) => JSON.stringify(body));
      const token = await mintToken({ subject: 'ann', tenant, roles: ['Teller'] }, new Date());
      // The first leaves a connection that is kept alive, on which the second goes, once.
      const answers = await page.evaluate(
        async ([authorization, ...posts]) => {
          const headers = {
            authorization: String(authorization),
            'content-type': 'application/json',
          };
          const texts = [];
          for (const body of posts) {
            texts.push(await (await fetch('/graphql', { method: 'POST', headers, body })).text());
          }
          return texts;
        },
        [`Bearer ${token}`, ...bodies],
      );
      expect(wire.deposits).toHaveLength(2);
      const [, told = ''] = answers;
      expect(JSON.parse(told).data.result).toMatchObject({
        replayed: true,
        change: { requestId },
        account: { balance: usd('200.00') },
      });
      expect(await changesOf(ann, id)).toHaveLength(3);
    } finally {
      await browser.close();
    }
  },
  60_000,
);
