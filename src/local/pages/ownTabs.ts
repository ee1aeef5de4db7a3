/** Runs in the browser, so it is whole in itself: its text is a part of the page. */
import type { Tab } from './tabs.ts';

/**
 * The tabs of this visit, and those of the person's own from earlier ones. GraphiQL would show what it has stored instead:
 * our tabs of then, with etags that are old.
 */
export function withOwnTabs(tabs: readonly Tab[]): readonly Tab[] {
  const stored = localStorage.getItem('graphiql:tabState') ?? '{"tabs":[]}';
  for (const name of ['tabState', 'query', 'variables', 'headers']) {
    localStorage.removeItem(`graphiql:${name}`);
  }
  // It would write what is in a tab into the address, where the next visit takes it for what a link says.
  history.replaceState = () => undefined;
  const shown = [
    new URLSearchParams(location.search).get('query'),
    ...tabs.map((tab) => tab.query),
  ];
  const { tabs: earlier }: { readonly tabs: readonly Tab[] } = JSON.parse(stored);
  const own = earlier.filter(({ query }) => query && !shown.includes(query));
  return [
    ...tabs,
    ...own.map(({ query, variables = null }) => ({ query, variables, headers: null })),
  ];
}
