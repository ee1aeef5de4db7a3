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

export const AccountAccepted = graphql(`
  fragment AccountAccepted on AccountChanged {
    ...Accepted
    current {
      ...AccountFields
    }
  }
`);

export const AccountRefusal = graphql(`
  fragment AccountRefusal on UserError {
    ...Refusal
    ... on AccountConflictError {
      current {
        ...AccountFields
      }
    }
  }
`);

export const Accounts = graphql(`
  query Accounts($after: String) {
    entities: accounts(first: 10, after: $after) {
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

export const AccountById = graphql(`
  query AccountById($id: ID!) {
    entity: account(id: $id) {
      ...AccountFields
    }
  }
`);

export const AccountHistory = graphql(`
  query AccountHistory($id: ID!, $after: String) {
    entity: account(id: $id) {
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

export const AccountChangesSince = graphql(`
  query AccountChangesSince($id: ID!, $etag: ETag!) {
    entity: account(id: $id) {
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
      ...AccountAccepted
      ...AccountRefusal
    }
  }
`);

export const Deposit = graphql(`
  mutation Deposit($input: DepositInput!) {
    result: deposit(input: $input) {
      ...AccountAccepted
      ...AccountRefusal
    }
  }
`);

export const Withdraw = graphql(`
  mutation Withdraw($input: WithdrawInput!) {
    result: withdraw(input: $input) {
      ...AccountAccepted
      ...AccountRefusal
    }
  }
`);

export const CloseAccount = graphql(`
  mutation CloseAccount($input: CloseAccountInput!) {
    result: closeAccount(input: $input) {
      ...AccountAccepted
      ...AccountRefusal
    }
  }
`);
