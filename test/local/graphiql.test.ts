import { createSchema, createYoga } from 'graphql-yoga';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderGraphiql } from '../../src/local/graphiql.ts';
import { type Host, startHost } from '../../src/local/host/host.ts';
import { hasBrowser, openBrowser } from '../support/clients/browser.ts';

let host: Host;
let rendered = 0;

beforeAll(async () => {
  const yoga = createYoga({
    graphqlEndpoint: '/graphql',
    graphiql: false,
    logging: false,
    schema: createSchema<{ request: Request }>({
      typeDefs: 'type Query { viewer: Viewer! } type Viewer { subject: String! }',
      resolvers: {
        Query: {
          viewer: (_root, _args, { request }) => ({
            subject: request.headers.get('authorization'),
          }),
        },
      },
    }),
  });
  host = await startHost({
    port: 0,
    functions: {
      graphql: {
        methods: ['GET', 'POST'],
        route: 'graphql/{*rest}',
        handler: async (request) => {
          const body = request.method === 'POST' ? await request.text() : null;
          const answer = await yoga.fetch(request.url, {
            method: request.method,
            headers: new Headers([...request.headers]),
            body,
          });
          return { status: answer.status, jsonBody: await answer.json() };
        },
      },
    },
    page: {
      path: '/graphql',
      render: () => {
        rendered += 1;
        return renderGraphiql(`token-${rendered}`);
      },
    },
  });
});

afterAll(() => host.close());

test.skipIf(!hasBrowser('GraphiQL is not tested'))(
  'GraphiQL runs a query with a fresh token on every visit, and asks no other host for anything',
  async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      const url = `http://127.0.0.1:${host.port}/graphql`;
      const foreign: string[] = [];
      const failures: string[] = [];
      page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== new URL(url).origin) foreign.push(origin);
      });
      page.on('pageerror', (error) => failures.push(error.message));

      for (const visit of [1, 2]) {
        await page.goto(`${url}?query=${encodeURIComponent('{ viewer { subject } }')}`);
        await page.getByRole('button', { name: 'Execute query' }).click();
        await page
          .locator('.result-window')
          .getByText(`Bearer token-${visit}`)
          .waitFor({ timeout: 20_000 });
      }
      expect(foreign).toEqual([]);
      expect(failures).toEqual([]);
    } finally {
      await browser.close();
    }
  },
  60_000,
);
