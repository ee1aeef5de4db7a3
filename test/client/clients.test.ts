/** Trusted operations and `intend` over the two client libraries. */
import { ApolloClient, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { addTypenameToDocument } from '@apollo/client/utilities';
import { cacheExchange, Client, fetchExchange } from '@urql/core';
import { parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import * as apollo from '../../examples/client/apollo.ts';
import { intend } from '../../examples/client/intend.ts';
import * as urql from '../../examples/client/urql.ts';
import { openApi } from '../support/api.ts';
import {
  type AccountData,
  accountDocument,
  type AccountVariables,
  type WithdrawData,
  withdrawDocument,
  type WithdrawVariables,
} from '../support/clients/frontend.ts';
import { hashOf, operationsOf } from '../support/clients/trusting.ts';
import { createOrder, line, mutate, usd } from '../support/mutations.ts';
import { lostAfter } from './faults.ts';
import { openBranch, url, type WithdrawInput } from './frontend.ts';

/** As codegen writes one with `persistedDocuments`: the hash is that of the text in the manifest. */
function generated(text: string) {
  const document = addTypenameToDocument(parse(text));
  const hash = `sha256:${hashOf(print(document))}`;
  return { document: { ...document, __meta__: { hash } }, manifest: { [hash]: print(document) } };
}

const account = generated(accountDocument);
const withdrawal = generated(withdrawDocument);
const operations = operationsOf({ ...account.manifest, ...withdrawal.manifest });

const accountQuery: TypedDocumentNode<AccountData, AccountVariables> = account.document;
const withdrawMutation: TypedDocumentNode<WithdrawData, WithdrawVariables> = withdrawal.document;

interface OrderData {
  readonly order: {
    readonly lines: readonly { readonly quantity: number }[];
    readonly history: { readonly edges: readonly object[] };
  };
}

const libraries = [
  {
    library: 'Apollo Client',
    open: (send: typeof fetch) => {
      const client = new ApolloClient({
        link: apollo.trustedLink().concat(new HttpLink({ uri: url, fetch: send })),
        cache: new InMemoryCache(apollo.cacheOptions),
      });
      return {
        read: async (id: string) =>
          (await client.query({ query: accountQuery, variables: { id } })).data,
        withdraw: (input: WithdrawInput) => apollo.mutate(client, withdrawMutation, { input }),
      };
    },
  },
  {
    library: 'urql',
    open: (send: typeof fetch) => {
      const client = new Client({
        url,
        exchanges: [cacheExchange, urql.trustedExchange, fetchExchange],
        fetch: send,
      });
      return {
        read: async (id: string) => (await client.query(accountQuery, { id })).data,
        withdraw: (input: WithdrawInput) => urql.mutate(client, withdrawMutation, { input }),
      };
    },
  },
];

describe.each(libraries)('$library', ({ open }) => {
  test('sends a trusted operation by its hash, to an API that takes nothing else', async () => {
    const environment = { GRAPHQL_TRUSTED_ONLY: 'true' };
    const branch = await openBranch({ api: await openApi({ environment, operations }) });
    const { send } = branch.openFrontend();
    const { id, etag } = branch.account;
    const { read, withdraw } = open(send);
    expect(await read(id)).toMatchObject({ account: { balance: usd('100.00') } });
    const form = intend({ id, ifMatch: etag, amount: usd('40.00') }, withdraw);
    expect((await form.send()).type).toBe('done');
  });

  test('sends its text to an API that was built without it', async () => {
    const { openFrontend, account: opened } = await openBranch();
    const { send, sent } = openFrontend();
    expect(await open(send).read(opened.id)).toMatchObject({ account: { balance: usd('100.00') } });
    expect(sent).toHaveLength(2);
  });

  test('tells a lost answer from a refusal of the API', async () => {
    const {
      openFrontend,
      tokenOf,
      account: { id, etag },
    } = await openBranch();
    const ann = openFrontend({ attempts: 1 });
    const input = { id, ifMatch: etag, amount: usd('40.00') };
    const form = intend(input, open(ann.send).withdraw);
    // By then the API has told that it needs the text.
    ann.meet((reach) => reach(), lostAfter);
    expect(await form.send()).toMatchObject({
      type: 'unknown',
      error: { message: 'Failed to fetch' },
    });
    expect(await form.send()).toMatchObject({ type: 'done', result: { replayed: true } });

    const olga = openFrontend({ getToken: () => tokenOf('olga', { roles: ['Auditor'] }) });
    expect(await intend(input, open(olga.send).withdraw).send()).toMatchObject({
      type: 'failed',
      error: { extensions: { code: 'FORBIDDEN' } },
    });
  });
});

test('the cache of Apollo Client keeps a line of an order apart from what it was before a change', async () => {
  const { openFrontend, bob, tokenOf } = await openBranch();
  const { send } = openFrontend({ getToken: () => tokenOf('bob', { roles: ['Manager'] }) });
  const order = await createOrder(bob, { lines: [line('mug')] });
  const [{ id: lineId }] = order.lines;
  let { etag: ifMatch } = order;
  for (const quantity of [7, 9]) {
    const input = { id: order.id, ifMatch, lineId, quantity };
    // oxlint-disable-next-line no-await-in-loop -- each on top of the one before
    ifMatch = (await mutate(bob, 'changeOrderLine', input)).order.etag;
  }
  const client = new ApolloClient({
    link: new HttpLink({ uri: url, fetch: send }),
    cache: new InMemoryCache(apollo.cacheOptions),
  });
  const query: TypedDocumentNode<OrderData, AccountVariables> = gql`
    query ($id: ID!) {
      order(id: $id) {
        id
        lines {
          id
          quantity
        }
        history {
          edges {
            cursor
            node {
              line {
                id
                quantity
              }
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `;
  await client.query({ query, variables: { id: order.id } });
  const kept = client.readQuery({ query, variables: { id: order.id } });
  expect(kept?.order).toMatchObject({
    lines: [{ quantity: 9 }],
    history: {
      edges: [
        { node: { line: { quantity: 9 } } },
        { node: { line: { quantity: 7 } } },
        { node: { line: null } },
      ],
    },
  });
});
