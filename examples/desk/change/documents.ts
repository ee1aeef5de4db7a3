/** What every change tells, and what every refusal does. */
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

export const Refusal = graphql(`
  fragment Refusal on UserError {
    message
    ... on InvalidInputError {
      issues {
        path
        message
      }
    }
  }
`);
