/** What docs/frontend.md shows. */
import type { Client, TypedDocumentNode } from '@urql/core';
import { parse } from 'graphql';
import { embedded } from '../../examples/client/embedded.ts';
import { createFetch, type FetchOptions } from '../../examples/client/fetch.ts';
import { intend, type IntendOptions, type Outcome } from '../../examples/client/intend.ts';
import type { GetToken } from '../../examples/client/token.ts';
import { mutate } from '../../examples/client/urql.ts';

/** For the network of Relay's environment, whose compiler wrote the text of each operation to a file in operations/. */
export function createFetchQuery(url: string, options: FetchOptions) {
  const send = createFetch(options);
  return async ({ id }: { readonly id: string | null }, variables: object) => {
    const answer = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: id, variables }),
    });
    return answer.json();
  };
}

/** For Relay's environment, which keeps whatever has an `id` by it alone. */
export function getDataID({ id }: { readonly id?: unknown }, typeName: string): unknown {
  const isPart = embedded.some((name) => name === typeName);
  return isPart ? undefined : id;
}

/** What is used of MSAL's PublicClientApplication. */
export interface Msal {
  acquireTokenSilent(request: {
    readonly scopes: string[];
    readonly forceRefresh: boolean;
  }): Promise<{ readonly accessToken: string }>;
}

export function getTokenFrom(msal: Msal, apiClientId: string): GetToken {
  const scopes = [`api://${apiClientId}/access_as_user`];
  return async ({ renew }) => {
    const { accessToken } = await msal.acquireTokenSilent({ scopes, forceRefresh: renew });
    return accessToken;
  };
}

/** Gives each attempt so long, for networks that swallow a request without a word. */
export function withTimeout(send: typeof fetch, milliseconds: number): typeof fetch {
  return (input, init) => {
    const timeout = AbortSignal.timeout(milliseconds);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    return send(input, { ...init, signal });
  };
}

/** What is used of an MMKV of React Native. */
export interface Mmkv {
  getString(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export function storeOf(mmkv: Mmkv): IntendOptions['store'] {
  return {
    getItem: (key) => mmkv.getString(key) ?? null,
    setItem: (key, value) => mmkv.set(key, value),
    removeItem: (key) => mmkv.remove(key),
  };
}

export const withdrawText = `
  mutation Withdraw($input: WithdrawInput!, $brief: Boolean = false) {
    withdraw(input: $input) {
      __typename
      ... on UserError {
        message
      }
      ... on InvalidInputError {
        issues {
          path
          message
        }
      }
      ... on AccountChanged {
        replayed
        current {
          etag
          history(first: 5) @skip(if: $brief) {
            edges {
              node {
                summary
              }
            }
          }
        }
      }
      ... on AccountConflictError {
        missedChanges {
          by
          at
          summary
        }
        missedChangesComplete
        current {
          etag
          balance {
            amount
            currency
          }
        }
      }
    }
  }
`;

interface Missed {
  readonly by: string;
  readonly summary: string;
}

interface Issue {
  readonly path: readonly string[];
  readonly message: string;
}

/** As codegen would type it. */
export type WithdrawResult =
  | {
      readonly __typename: 'AccountChanged';
      readonly replayed: boolean;
      readonly current: { readonly etag: string };
    }
  | {
      readonly __typename: 'AccountConflictError';
      readonly message: string;
      readonly missedChanges: readonly Missed[];
      readonly missedChangesComplete: boolean;
      readonly current: { readonly etag: string };
    }
  | {
      readonly __typename: 'InvalidInputError';
      readonly message: string;
      readonly issues: readonly Issue[];
    }
  | { readonly __typename: 'InsufficientFundsError'; readonly message: string }
  | { readonly __typename: 'RequestIdReusedError'; readonly message: string };

export interface WithdrawInput {
  readonly requestId: string;
  readonly id: string;
  readonly ifMatch: string;
  readonly amount: { readonly amount: string; readonly currency: string };
}

const withdrawDocument: TypedDocumentNode<
  { readonly withdraw: WithdrawResult | null },
  { readonly input: WithdrawInput; readonly brief: boolean }
> = parse(withdrawText);

interface Seen {
  readonly id: string;
  readonly etag: string;
}

/** When the form opens. */
export function openWithdrawal(
  client: Client,
  me: string,
  account: Seen,
  store: IntendOptions['store'],
) {
  return intend(
    { id: account.id, ifMatch: account.etag, amount: { amount: '', currency: 'USD' } },
    (input: WithdrawInput, { brief }) => mutate(client, withdrawDocument, { input, brief }),
    { store, key: `${me} withdraws from ${account.id}` },
  );
}

/** What the person is told. */
export function tell(outcome: Outcome<WithdrawResult>): string {
  switch (outcome.type) {
    case 'done':
      return outcome.result.replayed ? 'Saved, once.' : 'Saved.';
    case 'conflict':
      return outcome.result.missedChanges.map(({ by, summary }) => `${by} ${summary}`).join('\n');
    case 'refused':
      return outcome.result.message;
    case 'unknown':
      return 'Nobody knows whether it was saved. Try again: it is saved once.';
    case 'failed':
      return `Not saved: ${outcome.error.message}`;
  }
}

/** Each message by the field of the form that it is about, such as `amount.amount`. */
export function issuesByField(issues: readonly Issue[]): ReadonlyMap<string, string> {
  return new Map(issues.map(({ path, message }) => [path.slice(1).join('.'), message]));
}

/** What a screen asks while it is open: costs one read, and tells whether anything happened. */
export const newsText = `
  query News($id: ID!, $etag: ETag!) {
    account(id: $id) {
      etag
      changesSince(etag: $etag) {
        complete
        changes {
          by
          at
          summary
        }
      }
    }
  }
`;

export const permissionsText = `
  query Permissions {
    viewer {
      subject
      permissions
    }
  }
`;

export const homeText = `
  query Home($seesAccounts: Boolean!, $seesOrders: Boolean!) {
    accounts(first: 10) @include(if: $seesAccounts) {
      edges {
        node {
          id
          owner
        }
      }
    }
    orders(first: 10) @include(if: $seesOrders) {
      edges {
        node {
          id
          customer
        }
      }
    }
  }
`;

export function homeVariables(permissions: readonly string[]) {
  const sees = (list: string) =>
    permissions.includes(`${list}.read`) || permissions.includes(`${list}.read.own`);
  return { seesAccounts: sees('accounts'), seesOrders: sees('orders') };
}

export const ordersText = `
  query Orders($after: String) {
    orders(first: 20, after: $after) {
      edges {
        node {
          id
          customer
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
