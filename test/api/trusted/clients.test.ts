/** Trusted operations as clients have them: the manifests that their tools write, and what they then send. */
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { describe, expect, test } from 'vitest';
import { newTenant, openApi, type Request, type Send } from '../../support/api.ts';
import { fetchFrom } from '../../support/clients/http.ts';
import {
  apolloManifest,
  codegenManifest,
  relayManifest,
  viewerDocument,
} from '../../support/clients/manifests.ts';
import { operationsOf } from '../../support/clients/trusting.ts';
import { headersOf, toAnswer } from '../../support/wire.ts';

const other = 'query Other { viewer { subject tenant } }';

const openTrusted = (manifest: unknown) =>
  openApi({
    operations: operationsOf(manifest),
    environment: { GRAPHQL_TRUSTED_ONLY: 'true' },
  });

describe.each<readonly [tool: string, manifest: unknown, ids: readonly string[]]>([
  ['relay-compiler', relayManifest, Object.keys(relayManifest)],
  ['GraphQL codegen', codegenManifest, Object.keys(codegenManifest)],
  ['Apollo', apolloManifest, apolloManifest.operations.map(({ id }) => id)],
])('of the manifest that %s writes', (_tool, manifest, ids) => {
  test('every operation is served by the id that the tool gave it, with and without its prefix', async () => {
    const send = await openTrusted(manifest);
    const headers = await headersOf({ tenant: newTenant() });
    const bare = ids.map((id) => id.replace('sha256:', ''));
    expect(bare).toHaveLength(1);
    for (const documentId of [...ids, ...bare, ...bare.map((id) => `sha256:${id}`)]) {
      // oxlint-disable-next-line no-await-in-loop -- three small requests
      const reply = await send({ headers, body: JSON.stringify({ documentId }) });
      expect(toAnswer(reply).data).toMatchObject({ viewer: { subject: 'alice' } });
    }
  });
});

describe.each([
  ['POST', false],
  ['GET', true],
])("Apollo Client's PersistedQueryLink by %s", (method, useGETForHashedQueries) => {
  /** What the client reads, and what it sent for it. */
  async function query(send: Send, text: string) {
    const sent: Request[] = [];
    const recording: Send = (request) => {
      sent.push(request);
      return send(request);
    };
    const headers = await headersOf({ tenant: newTenant() });
    const client = new ApolloClient({
      link: ApolloLink.from([
        new PersistedQueryLink({
          sha256: (printed: string) => createHash('sha256').update(printed).digest('hex'),
          useGETForHashedQueries,
        }),
        new HttpLink({ uri: 'http://localhost/graphql', headers, fetch: fetchFrom(recording) }),
      ]),
      cache: new InMemoryCache(),
    });
    const { data } = await client.query({ query: gql(text) });
    return { data, sent: sent.map(describeRequest) };
  }

  const describeRequest = ({ method: by, path = '', body = '' }: Request) => {
    const params = new URL(path, 'http://localhost').searchParams;
    const hasText = params.has('query') || Buffer.from(body).toString().includes('"query":');
    return [by, hasText ? 'text' : 'hash'];
  };

  test('is served by the hash what the manifest has', async () => {
    const send = await openTrusted(apolloManifest);
    const { data, sent } = await query(send, viewerDocument);
    expect(data).toMatchObject({ viewer: { subject: 'alice' } });
    expect(sent).toEqual([[method, 'hash']]);
  });

  test('is served by the text what this deployment has not got', async () => {
    const send = await openApi({ operations: operationsOf(apolloManifest) });
    const { data, sent } = await query(send, other);
    expect(data).toMatchObject({ viewer: { subject: 'alice' } });
    expect(sent).toEqual([
      [method, 'hash'],
      ['POST', 'text'],
    ]);
  });

  test('is refused what is in no manifest where trusted operations are served alone', async () => {
    const send = await openTrusted(apolloManifest);
    await expect(query(send, other)).rejects.toThrow('trusted operations only');
  });
});
