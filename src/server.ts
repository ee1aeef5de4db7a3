/** The GraphQL server as a value with `fetch`: limits, masking, health, headers, CORS. It is given its schema. */
import { type GraphQLSchema, NoSchemaIntrospectionCustomRule } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Verifier } from './auth/verify.ts';
import { createContext } from './context.ts';
import { useJsonBody } from './server/body.ts';
import { sessionTokenHeader, useGate } from './server/gate.ts';
import { useLimits } from './server/limits.ts';
import { useResults } from './server/results.ts';
import type { Invocation, RequestScope } from './server/scope.ts';
import type { OpenStore } from './store.ts';
import type { System } from './system.ts';

export interface ServerOptions {
  readonly schema: GraphQLSchema;
  readonly verify: Verifier;
  readonly openStore: OpenStore;
  readonly corsOrigins: readonly string[];
  readonly introspection: boolean;
  readonly deadlineMs: number;
  readonly system: System;
}

export interface Server {
  readonly fetch: (request: Request, invocation: Invocation) => Promise<Response>;
}

export function createServer(options: ServerOptions): Server {
  const { schema, verify, openStore, corsOrigins, introspection, deadlineMs, system } = options;
  const yoga = createYoga<RequestScope>({
    schema,
    graphqlEndpoint: '/graphql',
    healthCheckEndpoint: '/graphql/health',
    // What a request leaves behind is a cache: there is none.
    parserAndValidationCache: false,
    graphiql: false,
    landingPage: false,
    batching: false,
    multipart: false,
    logging: false,
    // Every error passes useResults, which masks it: yoga's own masking cannot tell whose request it was.
    maskedErrors: false,
    cors: (request) => corsFor(request.headers.get('origin'), corsOrigins),
    context: ({ viewer, session, signal }) => {
      if (!viewer || !session) throw new Error('a request was executed that was not let in');
      return createContext(viewer, session.store, signal, system);
    },
    plugins: [
      useGate(verify, openStore),
      useJsonBody(),
      useLimits(),
      ...(introspection ? [] : [useNoIntrospection()]),
      useResults(),
      useAnswerHeaders(corsOrigins.length > 0),
    ],
  });

  return {
    fetch: async (request, invocation) => {
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), deadlineMs);
      try {
        return await yoga.fetch(request, { ...invocation, signal: deadline.signal });
      } finally {
        clearTimeout(timer);
        // Reads that a failed field no longer waits for: nothing is left running after the answer.
        deadline.abort();
      }
    },
  };
}

function corsFor(origin: string | null, allowed: readonly string[]) {
  if (origin === null || !allowed.includes(origin)) return false;
  return {
    origin: [origin],
    methods: ['GET', 'POST', 'OPTIONS'],
    allowedHeaders: ['authorization', 'content-type', sessionTokenHeader],
    exposedHeaders: [sessionTokenHeader, 'www-authenticate', 'retry-after'],
    credentials: false,
  };
}

function useNoIntrospection(): Plugin<object, RequestScope> {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
    },
  };
}

function useAnswerHeaders(variesByOrigin: boolean): Plugin<object, RequestScope> {
  return {
    onResponse({ response, serverContext: { session } }) {
      response.headers.set('cache-control', 'no-store');
      if (variesByOrigin) response.headers.set('vary', 'Origin');
      const token = session?.token();
      if (token !== undefined) response.headers.set(sessionTokenHeader, token);
    },
  };
}
