/** Who the token says the person is, and what they may do. */
import { graphql } from './gql/gql.ts';

export const viewerQuery = graphql(`
  query Viewer {
    viewer {
      subject
      tenant
      permissions
      tokenExpiresAt
    }
  }
`);
