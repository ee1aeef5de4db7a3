/** What every change tells, and what every refusal does: a conflict is one of them. */
import { graphql } from '../gql/gql.ts';

export const MoneyFields = graphql(`
  fragment MoneyFields on Money {
    amount
    currency
  }
`);

export const ChangeFields = graphql(`
  fragment ChangeFields on Change {
    version
    by
    at
    summary
    requestId
  }
`);

export const Accepted = graphql(`
  fragment Accepted on Changed {
    replayed
    change {
      ...ChangeFields
    }
    missedChanges {
      ...ChangeFields
    }
  }
`);

export const Refusal = graphql(`
  fragment Refusal on UserError {
    message
    ... on InvalidInputError {
      issues {
        path
        message
      }
    }
    ... on ConflictError {
      missedChanges {
        ...ChangeFields
      }
      missedChangesComplete
    }
  }
`);
