/** What the API is tried with, by kind. */
import * as fc from 'fast-check';
import type { Request } from '../support/api.ts';
import type { Result } from '../support/mutations.ts';
import { bodies } from './bodies.ts';
import { operations } from './documents.ts';
import { requests } from './http.ts';
import { stored } from './stored.ts';
import { damagedText } from './words.ts';
import { signedIn } from './world.ts';

export interface Input {
  /** A document that lies in the database damaged. */
  readonly damaged?: Result;
  readonly requests: readonly Request[];
}

const strangeTokens = fc.oneof(
  fc.constantFrom('{', '}', '(', '$', '@skip', '...', '"', '"""', '#', 'fragment', '\ufeff'),
  fc.string({ unit: 'binary' }),
);

const damagedOperations = operations.chain(({ query, variables }) =>
  damagedText(query, strangeTokens).map((damaged) => ({ query: damaged, variables })),
);

const post = (body: string | Uint8Array): Request => ({ headers: signedIn, body });

export const kinds: Readonly<Record<string, fc.Arbitrary<Input>>> = {
  documents: operations.map((operation) => ({ requests: [post(JSON.stringify(operation))] })),
  tokens: damagedOperations.map((operation) => ({ requests: [post(JSON.stringify(operation))] })),
  JSON: bodies.map((body) => ({ requests: [post(body)] })),
  HTTP: requests.map((request) => ({ requests: [request] })),
  stored: stored.map(({ damaged, operations }) => ({
    damaged,
    requests: operations.map((operation) => post(JSON.stringify(operation))),
  })),
};
