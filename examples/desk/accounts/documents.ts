/** What the desk asks about accounts, and what it changes in them. */
import { graphql } from '../gql/gql.ts';

export const AccountFields = graphql(`
  fragment AccountFields on Account {
    id
    etag
    version
    owner
    status
    balance {
      ...MoneyFields
    }
    updatedAt
    updatedBy
  }
`);

export const AccountDone = graphql(`
  fragment AccountDone on AccountChanged {
    replayed
    change {
      ...ChangeFields
    }
    missedChanges {
      ...ChangeFields
    }
    current {
      ...AccountFields
    }
  }
`);

export const AccountConflict = graphql(`
  fragment AccountConflict on AccountConflictError {
    message
    missedChanges {
      ...ChangeFields
    }
    missedChangesComplete
    current {
      ...AccountFields
    }
  }
`);

export const Accounts = graphql(`
  query Accounts($after: String) {
    accounts(first: 10, after: $after) {
      edges {
        node {
          ...AccountFields
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const AccountOnScreen = graphql(`
  query AccountOnScreen($id: ID!) {
    account(id: $id) {
      ...AccountFields
    }
  }
`);

export const AccountHistory = graphql(`
  query AccountHistory($id: ID!, $after: String) {
    account(id: $id) {
      id
      history(first: 10, after: $after) {
        edges {
          node {
            ...ChangeFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const AccountNews = graphql(`
  query AccountNews($id: ID!, $etag: ETag!) {
    account(id: $id) {
      id
      changesSince(etag: $etag) {
        complete
        changes {
          ...ChangeFields
        }
      }
    }
  }
`);

export const OpenAccount = graphql(`
  mutation OpenAccount($input: OpenAccountInput!) {
    result: openAccount(input: $input) {
      ...AccountDone
      ...Refusal
    }
  }
`);

export const Deposit = graphql(`
  mutation Deposit($input: DepositInput!) {
    result: deposit(input: $input) {
      ...AccountDone
      ...AccountConflict
      ...Refusal
    }
  }
`);

export const Withdraw = graphql(`
  mutation Withdraw($input: WithdrawInput!) {
    result: withdraw(input: $input) {
      ...AccountDone
      ...AccountConflict
      ...Refusal
    }
  }
`);

export const CloseAccount = graphql(`
  mutation CloseAccount($input: CloseAccountInput!) {
    result: closeAccount(input: $input) {
      ...AccountDone
      ...AccountConflict
      ...Refusal
    }
  }
`);
