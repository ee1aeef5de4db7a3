/** A frontend over examples/client before the real API: what it sent, and what becomes of its requests on their way. */
import type { Answer } from '../../examples/client/answer.ts';
import { createFetch, type FetchOptions } from '../../examples/client/fetch.ts';
import type { Retry } from '../../examples/client/repetition.ts';
import { mintToken, type TokenRequest } from '../../src/local/tokens.ts';
import { newTenant, openApi, type Query, type Send, signIn } from '../support/api.ts';
import {
  withdrawDocument,
  type WithdrawResult,
  type WithdrawVariables,
} from '../support/clients/frontend.ts';
import { fetchFrom } from '../support/clients/http.ts';
import { openAccount, type Result } from '../support/mutations.ts';
import type { Fault } from './faults.ts';

export const url = 'http://localhost:7071/graphql';

/** It was good an hour ago. */
export const expired = { issuedAt: -7200, expiresIn: -3600 };

export type WithdrawInput = WithdrawVariables['input'];

export interface Sent {
  readonly token: string | null;
  readonly sessionToken: string | null;
  readonly input: Result;
}

export interface Asked {
  readonly status: number;
  readonly data?: Result;
  readonly errors?: Result;
}

export interface Frontend {
  readonly send: typeof fetch;
  /** Each request that left. */
  readonly sent: readonly Sent[];
  readonly retries: readonly Retry[];
  /** The next requests meet these, one each. */
  readonly meet: (...faults: readonly Fault[]) => void;
  readonly ask: (query: string, variables?: object, signal?: AbortSignal) => Promise<Asked>;
  readonly withdraw: (input: WithdrawInput, query?: string) => Promise<Answer<WithdrawResult>>;
}

export function openFrontend(api: Send, options: FetchOptions): Frontend {
  const sent: Sent[] = [];
  const retries: Retry[] = [];
  const coming: Fault[] = [];
  const reach = fetchFrom(api);
  const send = createFetch({
    random: () => 0.5,
    wait: () => Promise.resolve(),
    onRetry: (retry) => void retries.push(retry),
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      sent.push({
        token: headers.get('authorization'),
        sessionToken: headers.get('x-session-token'),
        input: typeof init?.body === 'string' && JSON.parse(init.body).variables?.input,
      });
      const fault = coming.shift();
      return fault ? fault(() => reach(input, init)) : reach(input, init);
    },
    ...options,
  });
  const ask: Frontend['ask'] = async (query, variables, signal) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query, variables });
    const answer = await send(url, { method: 'POST', headers, body, ...(signal && { signal }) });
    return { status: answer.status, ...JSON.parse(await answer.text()) };
  };
  return {
    send,
    sent,
    retries,
    meet: (...faults) => void coming.push(...faults),
    ask,
    withdraw: async (input, query = withdrawDocument) => {
      const { data, errors } = await ask(query, { input });
      return { data: data?.withdraw, errors };
    },
  };
}

export interface Branch {
  readonly api: Send;
  /** With 100.00 in it. */
  readonly account: Result;
  /** A colleague whose requests meet nothing. */
  readonly bob: Query;
  readonly tokenOf: (subject: string, more?: Partial<TokenRequest>) => Promise<string>;
  /** Ann is a teller, unless the options say who she is. */
  readonly openFrontend: (options?: Partial<FetchOptions>) => Frontend;
}

/** `api` may have faults between itself and its database, which Bob's does not meet. */
export async function openBranch({ api }: { readonly api?: Send } = {}): Promise<Branch> {
  const sound = await openApi();
  const reached = api ?? sound;
  const tenant = newTenant();
  const bob = await signIn(sound, { tenant, subject: 'bob' });
  const tokenOf: Branch['tokenOf'] = (subject, more) =>
    mintToken({ subject, tenant, roles: ['Teller'], ...more }, new Date());
  return {
    api: reached,
    account: await openAccount(bob, '100.00'),
    bob,
    tokenOf,
    openFrontend: (options) =>
      openFrontend(reached, { getToken: () => tokenOf('ann'), ...options }),
  };
}
