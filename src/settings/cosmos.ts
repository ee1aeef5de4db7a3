/** Which Cosmos DB, and who signs in to it. */

import * as v from 'valibot';
import { guid, isPrivate, optional, parseHttpUrl, required } from './text.ts';

export type CosmosSettings = v.InferOutput<typeof cosmos>['cosmos'];

export const cosmos = v.pipe(
  v.object({
    COSMOS_ENDPOINT: required({
      what: 'the URL of the Cosmos DB account',
      description: 'The Cosmos DB account. The sample has that of npm run emulators.',
      examples: ['http://127.0.0.1:8081/', 'https://desk.documents.azure.com:443/'],
      look: /^https?:/i,
      parse: parseEndpoint,
      problem: (wrong) =>
        isConnectionString(wrong)
          ? 'is a connection string: put its AccountEndpoint here, its key in COSMOS_KEY'
          : 'is not an http(s) URL like https://<account>.documents.azure.com:443/',
    }),
    COSMOS_KEY: optional({
      description: 'For emulators and local use. On Azure the managed identity signs in.',
      examples: ['ZW11bGF0b3I='],
      look: /^(?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{2}(?:==|[A-Za-z0-9+/][A-Za-z0-9+/=])$/,
      parse: String,
      problem: 'is not base64: copy the whole account key, or remove it to use managed identity',
    }),
    COSMOS_DATABASE: optional({
      default: 'orderdesk',
      description: 'The database in it.',
      examples: ['orderdesk'],
      look: /^[^/\\#?\p{Cc}]{1,255}$/u,
      parse: String,
      problem: 'is not a database name: use 1 to 255 characters, none of / \\ # ?',
    }),
    AZURE_CLIENT_ID: optional({
      description: 'Which user-assigned identity signs in where there is no COSMOS_KEY.',
      examples: ['12345678-90ab-cdef-1234-567890abcdef'],
      look: guid,
      parse: String,
      problem: 'is not a GUID: set it to the client id of the user-assigned identity',
    }),
  }),
  v.forward(
    v.partialCheck(
      [['COSMOS_ENDPOINT'], ['COSMOS_KEY']],
      ({ COSMOS_ENDPOINT: url, COSMOS_KEY: key }) => isPrivate(url) || key !== undefined,
      'is http on another host, which would show a managed identity token to the network: ' +
        'use https, or set COSMOS_KEY if this is an emulator',
    ),
    ['COSMOS_ENDPOINT'],
  ),
  v.transform((read) => ({
    cosmos: {
      endpoint: read.COSMOS_ENDPOINT.href,
      database: read.COSMOS_DATABASE,
      key: read.COSMOS_KEY,
      managedIdentityClientId: read.AZURE_CLIENT_ID,
    },
  })),
);

function parseEndpoint(endpoint: string): URL | undefined {
  const url = parseHttpUrl(endpoint);
  return url?.pathname === '/' && url.search === '' && url.hash === '' ? url : undefined;
}

function isConnectionString(endpoint: string): boolean {
  return /AccountEndpoint=|AccountKey=/i.test(endpoint);
}
