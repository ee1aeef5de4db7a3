/** What lies below a GraphQL query: the headers of a request, the body of a reply, and what the function logs. */
import { expect, inject } from 'vitest';
import { mintToken, type TokenRequest } from '../../src/local/tokens.ts';
import { type Answer, type ApiOptions, openApi, type Reply, type Send } from './api.ts';
import { startCosmosProxy } from './cosmos/proxy.ts';

/** The headers of someone who may do everything, unless roles or permissions say less, and sends JSON. */
export async function headersOf(
  person: Partial<TokenRequest> & Pick<TokenRequest, 'tenant'>,
): Promise<Readonly<Record<string, string>>> {
  const everything = person.permissions ? {} : { roles: ['Manager'] };
  const token = await mintToken({ subject: 'alice', ...everything, ...person }, new Date());
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
}

export function toAnswer({ status, headers, text }: Reply): Answer {
  const { data, errors } = JSON.parse(text) as Partial<Answer>;
  return { status, headers, data, errors };
}

export interface Observed {
  /** A header `traceparent` is the trace that the host says the request belongs to. */
  readonly send: Send;
  /** Each line with its level. */
  readonly log: readonly string[];
}

export async function openObserved(options: ApiOptions = {}): Promise<Observed> {
  const log: string[] = [];
  const send = await openApi({ ...options, log: (line) => log.push(line) });
  return { send, log };
}

/** Every error is complete, and says no more than the design does. */
export function expectComplete({ errors }: Pick<Answer, 'errors'>): void {
  expect(errors).not.toHaveLength(0);
  for (const { message, extensions, ...rest } of errors) {
    expect(message).toMatch(/\S/);
    expect(Object.keys(rest).filter((name) => !['locations', 'path'].includes(name))).toEqual([]);
    const {
      code,
      retryable,
      retryAfterMs = 1,
      path = ['input'],
      traceId,
      mutationRequestId = '0'.repeat(27),
      ...more
    } = extensions;
    expect(code).toMatch(/^[A-Z_]+$/);
    expect(retryable).toBe(['THROTTLED', 'UNAVAILABLE', 'DEADLINE'].includes(code));
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(path).toEqual(Array.from(path, () => expect.stringMatching(/\S/)));
    expect(path).not.toHaveLength(0);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(mutationRequestId).toMatch(/^[0-9A-Za-z]{27}$/);
    expect(more).toEqual({});
  }
}

export function codesOf({ errors }: Answer): readonly string[] {
  return errors.map((error: Answer['errors']) => error.extensions.code);
}

/** The API before a Cosmos DB that does what a test says, and no pause takes any time. */
export async function openProxied(options: ApiOptions = {}) {
  const { endpoint, key } = inject('cosmos');
  const proxy = await startCosmosProxy(endpoint, { key });
  const system = { pause: () => Promise.resolve() };
  return { proxy, send: await openApi({ cosmosEndpoint: proxy.endpoint, system, ...options }) };
}
