/** The server as a value with `fetch`: yoga, and a plugin for each thing that this API asks of a request or an answer. */
import type { GraphQLSchema } from 'graphql';
import { createYoga, useErrorCoordinate } from 'graphql-yoga';
import type { Verifier } from '../auth/verify.ts';
import { type Context, createContext } from '../context.ts';
import type { OpenStore } from '../versioned/store.ts';
import type { System } from '../system.ts';
import { useAuthentication } from './authentication.ts';
import { useJsonBody } from './body.ts';
import { corsFor, useVaryByOrigin } from './cors.ts';
import { useHeaders } from './headers.ts';
import { useInputPlaces } from './document/inputPlaces.ts';
import { useLimits } from './document/limits.ts';
import { useOperationChecks } from './document/operation.ts';
import { useValidation } from './document/validation.ts';
import { useMediaTypes } from './mediaTypes.ts';
import { type ObservationOptions, useObservation } from './observation.ts';
import { useParameters } from './parameters.ts';
import type { Invocation, RequestScope } from './request.ts';
import { useResults } from './errors/results.ts';
import { useSessionToken } from './sessionToken.ts';
import { type TrustedOptions, useTrustedOperations } from './trusted/operations.ts';

export interface ServerOptions extends ObservationOptions {
  readonly schema: GraphQLSchema;
  readonly trusted: TrustedOptions;
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
  const { schema, trusted, verify, openStore, corsOrigins, introspection, deadlineMs, system } =
    options;
  const yoga = createYoga<RequestScope, Context>({
    schema,
    // The platform's own, as in the bundle: yoga brings another, for platforms without.
    fetchAPI: { Request, Response, Headers, URL },
    graphqlEndpoint: '/graphql',
    healthCheckEndpoint: '/graphql/health',
    // What a request leaves behind is a cache: there is none.
    parserAndValidationCache: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    // Every error passes useResults, which masks it: yoga's own masking cannot tell whose request it was.
    maskedErrors: false,
    // Yoga's own limit sends the body through another stream: useJsonBody has one of its own.
    maxRequestBodySize: false,
    cors: corsFor(corsOrigins),
    context: ({ viewer, session, ...scope }) => {
      if (!viewer || !session) throw new Error('a request was executed that was not let in');
      return createContext({ ...scope, viewer, store: session.store }, system);
    },
    // Their order is that of the checks.
    plugins: [
      useMediaTypes(),
      useAuthentication(verify, system.clock),
      useSessionToken(openStore),
      useJsonBody(),
      useTrustedOperations(trusted),
      useParameters(),
      useLimits(),
      useValidation({ introspection }),
      useInputPlaces(),
      useResults(),
      // After what makes errors fit to tell, and before what may stop an operation.
      useObservation(options, system),
      useOperationChecks({ introspection }),
      useErrorCoordinate(),
      useHeaders(),
      ...(corsOrigins.length > 0 ? [useVaryByOrigin()] : []),
    ],
  });
  return {
    fetch: async (request, invocation) => {
      const deadline = new AbortController();
      const cancel = system.timer(deadlineMs, () => deadline.abort());
      const startMs = system.clock();
      const scope = {
        ...invocation,
        signal: deadline.signal,
        msLeft: () => deadlineMs - (system.clock() - startMs),
        mutations: new Map(),
        seen: { startMs, authMs: 0, errors: [] },
      };
      try {
        return await yoga.handleRequest(request, scope);
      } finally {
        cancel();
        // Reads that a failed field no longer waits for: nothing is left running after the answer.
        // A reason that is given saves making an error with its stack.
        deadline.abort('the request was answered');
      }
    },
  };
}
