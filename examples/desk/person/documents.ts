/** Who the token says you are, and what you may do. */
import { graphql } from '../gql/gql.ts';

export const WhoAmI = graphql(`
  query WhoAmI {
    viewer {
      subject
      permissions
    }
  }
`);
