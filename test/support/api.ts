/** The API as a client meets it: through the function's handler, with real tokens, on the tests' Cosmos DB. */
import { randomUUID } from 'node:crypto';
import { newRequestId } from '../../src/local/requestId.ts';
import { isRecord } from '../../src/record.ts';
import { inject } from 'vitest';
import { createHandler } from '../../functions/compose.ts';
import { developmentSettings } from '../../src/local/keys.ts';
import { mintToken, type TokenRequest } from '../../src/local/tokens.ts';
import { readSettings } from '../../src/settings/read.ts';
import { machine, type System } from '../../src/system.ts';
import type { TrustedOperations } from '../../src/server/trusted/operations.ts';
import { freshHandlers } from '../stateless/freshHandler.ts';
import { trustingSend } from './clients/trusting.ts';
import { sendTo } from './handle.ts';

export interface ApiOptions {
  /** Another Cosmos DB than the tests': a proxy before it. */
  readonly cosmosEndpoint?: string;
  /** Settings as an operator writes them. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly system?: Partial<System>;
  /** What the build found in manifests. */
  readonly operations?: TrustedOperations;
  /** Gets each line that the function logs, its level first. */
  readonly log?: (line: string) => void;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The text of the body. */
  readonly text: string;
}

export interface Request {
  readonly method?: string;
  /** Path and query, from the host on. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Sends one HTTP request to the function. */
export type Send = (request: Request) => Promise<Reply>;

// The suite runs under two variables, too: test/stateless/suite.test.ts. With ORDERDESK_FRESH, each request is answered by
// code that was loaded for it; with ORDERDESK_TRUSTED, each that can be names a trusted operation.
const handlers = process.env['ORDERDESK_FRESH'] ? freshHandlers() : Promise.resolve(createHandler);

/** A tenant that no other test knows. */
export function newTenant(): string {
  return `tenant-${randomUUID()}`;
}

export async function openApi({
  cosmosEndpoint,
  environment = {},
  system = {},
  operations = new Map(),
  log = () => undefined,
}: ApiOptions = {}): Promise<Send> {
  const { endpoint, key, database } = inject('cosmos');
  const read = readSettings({
    ...(await developmentSettings()),
    COSMOS_ENDPOINT: cosmosEndpoint ?? endpoint,
    COSMOS_KEY: key,
    COSMOS_DATABASE: database,
    GRAPHQL_INTROSPECTION: 'true',
    ...environment,
  });
  if (read.type !== 'Settings') throw new Error(read.message);
  const create = await handlers;
  const open = (trusted: TrustedOperations) =>
    sendTo(create(read.settings, { ...machine, ...system }, trusted), log);
  return process.env['ORDERDESK_TRUSTED'] && operations.size === 0
    ? trustingSend(open)
    : open(operations);
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // A test says what it expects of these: the schema's types are tested apart.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly data: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly errors: any;
}

export interface QueryOptions {
  readonly sessionToken?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Someone with a token, who sends GraphQL as a frontend does: each input that is sent without a `requestId` of its own is
 * an intention of its own. An undefined one is left out.
 */
export type Query = (query: string, variables?: object, options?: QueryOptions) => Promise<Answer>;

/** Someone who may do everything in their tenant, unless roles or permissions say less. */
export async function signIn(
  send: Send,
  person: Partial<TokenRequest> & Pick<TokenRequest, 'tenant'>,
  now: Date = new Date(),
): Promise<Query> {
  const everything = person.permissions ? {} : { roles: ['Manager'] };
  const token = await mintToken({ subject: 'alice', ...everything, ...person }, now);
  return async (query, variables = {}, { sessionToken, headers } = {}) => {
    const reply = await send({
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(sessionToken !== undefined && { 'x-session-token': sessionToken }),
        ...headers,
      },
      body: JSON.stringify({ query, variables: withRequestIds(variables, now) }),
    });
    const { data, errors } = JSON.parse(reply.text) as Partial<Answer>;
    return { status: reply.status, headers: reply.headers, data, errors };
  };
}

function withRequestIds(variables: object, now: Date): object {
  const named = Object.entries<unknown>({ ...variables }).map(([name, value]) =>
    name.startsWith('input') && isRecord(value)
      ? [name, { requestId: newRequestId(now), ...value }]
      : [name, value],
  );
  return Object.fromEntries(named);
}
