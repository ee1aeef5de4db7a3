/** The server as a value that answers requests: health, CORS, who is asking, deadline. It is given its schema. */
import { type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Verifier } from './auth/verify.ts';
import { createContext } from './context.ts';
import type { MediaType } from './server/accept.ts';
import { toAnswer } from './server/answer.ts';
import { corsFor, sessionTokenHeader } from './server/cors.ts';
import { createEngine } from './server/engine.ts';
import { answerType, assertMethod, authenticate, openSession } from './server/gate.ts';
import { routeOf, type ServerAnswer, type ServerRequest } from './server/http.ts';
import type { Invocation } from './server/invocation.ts';
import { readParams } from './server/params.ts';
import { requestedOf, type Trust } from './server/trusted.ts';
import type { OpenStore, StoreSession } from './store.ts';
import type { System } from './system.ts';

export interface ServerOptions {
  readonly schema: GraphQLSchema;
  readonly trust: Trust;
  readonly verify: Verifier;
  readonly openStore: OpenStore;
  readonly corsOrigins: readonly string[];
  readonly introspection: boolean;
  readonly deadlineMs: number;
  readonly system: System;
}

export type Server = (request: ServerRequest, invocation: Invocation) => Promise<ServerAnswer>;

export function createServer(options: ServerOptions): Server {
  const { schema, trust, verify, openStore, corsOrigins, introspection, deadlineMs, system } =
    options;
  const cors = corsFor(corsOrigins);
  const run = createEngine(schema, introspection);

  return async (request, invocation) => {
    const route = routeOf(request);
    if (route === 'none') return empty(404);
    if (request.method === 'OPTIONS') return empty(204, cors.preflight(request));
    if (route === 'health') return empty(200, cors.headers(request));

    const answer = await withDeadline(deadlineMs, (signal) => respond(signal));
    return { ...answer, headers: { ...answer.headers, ...cors.headers(request), ...noStore } };

    async function respond(signal: AbortSignal): Promise<ServerAnswer> {
      const { measures } = invocation;
      let type: MediaType = 'application/json';
      let session: StoreSession | undefined;
      let result: ExecutionResult;
      try {
        type = answerType(request);
        assertMethod(request);
        const viewer = await measures.auth(() => authenticate(verify, request, signal));
        session = openSession(openStore, request, signal, measures);
        const params = await readParams(request);
        const requested = requestedOf(params, trust);
        const context = createContext(viewer, session.store, signal, measures, system);
        result = await run(request, requested, params, context);
      } catch (error) {
        result = { errors: [asGraphQLError(error)] };
      }
      const answer = toAnswer(type, result, invocation);
      const token = session?.token();
      return token === undefined
        ? answer
        : { ...answer, headers: { ...answer.headers, [sessionTokenHeader]: token } };
    }
  };
}

const noStore: Readonly<Record<string, string>> = { 'cache-control': 'no-store' };

function empty(status: number, headers: Readonly<Record<string, string>> = {}): ServerAnswer {
  return { status, headers: { ...headers, ...noStore }, body: '' };
}

async function withDeadline<Result>(
  milliseconds: number,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), milliseconds);
  try {
    return await run(deadline.signal);
  } finally {
    clearTimeout(timer);
    // Reads that a failed field no longer waits for: nothing is left running after the answer.
    // A reason that is given saves making an error with its stack.
    deadline.abort('the request was answered');
  }
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
