/** What the demo asks by itself. */
import { graphql } from '../gql/gql.ts';

export const Exists = graphql(`
  query Exists($id: ID!) {
    node(id: $id) {
      id
    }
  }
`);
