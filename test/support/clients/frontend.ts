/** What a frontend's code generator would make of its operations: the documents, and the types of their answers. */

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

export interface Account {
  readonly __typename: 'Account';
  readonly id: string;
  readonly etag: string;
  readonly version: number;
  readonly balance: Money;
}

const account = '__typename id etag version balance { amount currency }';

export interface AccountData {
  readonly account: Account | null;
}

export interface AccountVariables {
  readonly id: string;
}

export const accountDocument = `query Account($id: ID!) { account(id: $id) { ${account} } }`;

export type WithdrawResult =
  | { readonly __typename: 'AccountChanged'; readonly replayed: boolean; readonly account: Account }
  | {
      readonly __typename: 'AccountConflictError';
      readonly message: string;
      readonly missedChanges: readonly { readonly by: string; readonly summary: string }[];
      readonly current: Account;
    }
  | {
      readonly __typename: 'InsufficientFundsError';
      readonly message: string;
      readonly balance: Money;
      readonly requested: Money;
    }
  | {
      readonly __typename:
        | 'NotFoundError'
        | 'InvalidInputError'
        | 'AccountClosedError'
        | 'CurrencyMismatchError'
        | 'RequestIdReusedError';
      readonly message: string;
    };

export interface WithdrawData {
  readonly withdraw: WithdrawResult;
}

export interface WithdrawVariables {
  readonly input: {
    readonly requestId: string;
    readonly id: string;
    readonly ifMatch: string;
    readonly amount: Money;
    readonly onConflict?: string;
  };
}

/** It asks by interface where it can: a client that does not know who implements them loses those fields. */
export const withdrawDocument = `mutation Withdraw($input: WithdrawInput!) {
  withdraw(input: $input) {
    __typename
    ... on AccountChanged { replayed account { ${account} } }
    ... on UserError { message }
    ... on ConflictError { missedChanges { __typename by summary } }
    ... on AccountConflictError { current { ${account} } }
    ... on InsufficientFundsError {
      balance { amount currency }
      requested { amount currency }
    }
  }
}`;

/** Narrows an answer to the member of its union that a test is about. */
export function expectMember<
  Result extends { readonly __typename: string },
  Name extends Result['__typename'],
>(result: Result | undefined, name: Name): Extract<Result, { readonly __typename: Name }> {
  if (result && isMember(result, name)) return result;
  throw new Error(`it is no ${name}: ${JSON.stringify(result)}`);
}

function isMember<Result extends { readonly __typename: string }, Name extends string>(
  result: Result,
  wanted: Name,
): result is Extract<Result, { readonly __typename: Name }> {
  const { __typename: name } = result;
  return name === wanted;
}
