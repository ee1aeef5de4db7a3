/** GraphiQL, whole and offline. It weighs 9 MB, so it is loaded by the first who asks for it. */
import type { HttpResponse } from '@azure/functions';
import { contoso, type Mint, type Person } from '../sample/people.ts';
import type { Scenarios } from '../sample/scenarios.ts';
import { html, plain } from './answers.ts';
import { withOwnTabs } from './ownTabs.ts';
import { people, personOf } from './people.ts';
import { bearer, listTab, type Tab, tabsOf } from './tabs.ts';

/** Absent where the function trusts other keys than the development key: then people fill in a token of their own. */
interface SignIn {
  readonly mint: Mint;
  /** Makes them anew: each visit has its own. */
  readonly openScenarios: () => Promise<Scenarios>;
}

export function graphiqlPage(signIn: SignIn | undefined): (url: URL) => Promise<HttpResponse> {
  return async (url) => {
    if (!signIn) return html(await render(bearer(''), [listTab], ''));
    const { mint, openScenarios } = signIn;
    const person = personOf(url) ?? contoso.bob;
    // A database that is away or throttled is a thing to look at in the list.
    const scenarios = await openScenarios().catch(() => undefined);
    const tabs = scenarios ? await tabsOf(scenarios, mint) : [];
    // The page puts the query of its address in the first tab.
    const first: readonly Tab[] = url.searchParams.has('query') ? [{ query: '' }] : [];
    const headers = bearer(await mint(person));
    const menu = menuOf(person, scenarios !== undefined);
    return html(await render(headers, [...first, ...tabs, listTab], menu));
  };
}

/** In its place, where texts are refused. */
export async function explainTrustedOnly(): Promise<HttpResponse> {
  const text = `GRAPHQL_TRUSTED_ONLY is set: this API serves the operations of operations/ by their ids and refuses texts, so
GraphiQL has nothing to send. Start it without GRAPHQL_TRUSTED_ONLY for GraphiQL. The desk sends such operations: see /.`;
  return plain(404, text);
}

async function render(headers: string, tabs: readonly Tab[], menu: string): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const [first] = tabs;
  const defaultTabs = tabs.map((tab) => ({ headers, ...tab }));
  const options = {
    title: 'Order Desk',
    // Of new tabs.
    headers,
    shouldPersistHeaders: false,
    defaultTabs,
    // It shows the query of the first tab alone, unless it is told these.
    initialHeaders: first?.headers ?? headers,
    variables: first?.variables ?? '',
  };
  const root = '<div id="root"></div>';
  const listed = JSON.stringify(defaultTabs);
  return renderGraphiQL(options)
    .replace(root, () => `${mending}${menu}${root}`)
    .replace(listed, () => `withOwnTabs(${listed})`);
}

const mending = `<script>${withOwnTabs.toString()}</script>
<style>
  /* A tab that gets the focus would move away from under the pointer, to where GraphiQL believes that it was dragged. */
  .graphiql-tab { transform: none !important }
</style>`;

function menuOf(signedIn: Person, hasScenarios: boolean): string {
  const options = people.map(({ subject, role }) => {
    const selected = subject === signedIn.subject ? ' selected' : '';
    return `<option value="${subject}"${selected}>${subject}, ${role}</option>`;
  });
  const told = hasScenarios
    ? "A tab with a name in it has that person's token."
    : 'The scenarios could not be written, so there are no tabs of them: reload when the database is back.';
  return `<style>
  body { display: flex; flex-direction: column; height: 100vh; margin: 0 }
  #people { padding: 0.5rem 1rem; font: 0.9rem system-ui; background: Canvas; color: CanvasText; color-scheme: light dark }
  #root { flex: 1; min-height: 0 }
  #root .graphiql-container { height: 100% }
</style>
<form id="people">
  ${told}
  <label>Lists and new tabs have that of
    <select name="person" onchange="this.form.submit()">${options.join('')}</select></label>.
  <a href="/">The desk</a>
</form>`;
}
