/** Where to go on from here. */

export function DemoFoot() {
  return (
    <footer>
      <p>
        The API is at <a href="/graphql">/graphql</a>: in a browser it is GraphiQL. A token for
        anything else: <code>npm run -s token -- --sub bob --tenant contoso --roles Manager</code>
      </p>
    </footer>
  );
}
