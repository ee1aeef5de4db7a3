/** The GraphiQL page, whole and offline. It weighs 9 MB, so it is loaded by the first who asks for it. */

/** Without a token (an empty one) the person at the page has to fill in their own. */
export async function renderGraphiql(token: string): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const headers = JSON.stringify({ authorization: `Bearer ${token}` }, null, 2);
  return renderGraphiQL({
    title: 'Order Desk',
    // For the first tab, and for those opened later. Never stored: the next page brings a fresh token.
    headers,
    defaultHeaders: headers,
    shouldPersistHeaders: false,
    defaultQuery,
  });
}

const defaultQuery = `# A mutation needs a requestId: newRequestId makes one. Send the same again, and it is not done twice.
query {
  newRequestId
  viewer {
    subject
    permissions
  }
  accounts(first: 3) {
    edges {
      node {
        id
        etag
        owner
        balance {
          amount
          currency
        }
      }
    }
  }
}
`;
