/** App in a real browser, against what `npm start` serves, on orders and accounts made for one test. */
import type { Browser, BrowserContextOptions, FrameLocator, Page, Request } from 'playwright-core';
import { containers } from '../../src/cosmos/containers.ts';
import { type DatabaseSwitch, startCosmosDb } from '../../src/local/cosmosdb/server.ts';
import { applySettings } from '../../src/local/environment.ts';
import { loadApp } from '../../src/local/host/app.ts';
import { startHost } from '../../src/local/host/host.ts';
import { deskAt } from '../../src/local/pages/desk.ts';
import { graphiqlPage } from '../../src/local/pages/graphiql.ts';
import { createPages } from '../../src/local/pages/pages.ts';
import { type Entity, type Mutate, mutateAt } from '../../src/local/sample/mutate.ts';
import { contoso, createMint } from '../../src/local/sample/people.ts';
import { deposit, line, live, open, order } from '../../src/local/sample/steps.ts';
import { openBrowser } from '../support/clients/browser.ts';

export interface App {
  readonly url: string;
  readonly browser: Browser;
  readonly database: DatabaseSwitch;
  readonly mutate: Mutate;
  readonly closePages: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openApp(): Promise<App> {
  const database = await startCosmosDb({ database: 'orderdesk', containers });
  const env = { ...process.env };
  const { settings } = await applySettings(env, database);
  const mint = createMint(settings.jwt);
  const front = createPages({
    mint,
    database: database.switch,
    desk: deskAt(),
    graphiql: graphiqlPage(undefined),
  });
  const host = await startHost({ port: 0, ...(await loadApp(env)), front });
  const browser = await openBrowser();
  return {
    url: host.url,
    browser,
    database: database.switch,
    mutate: mutateAt(`${host.url}/graphql`, mint),
    closePages: async () => {
      const contexts = browser.contexts();
      // Requests of a page may be on their way still.
      const pages = contexts.flatMap((context) => context.pages());
      await Promise.all(pages.map((page) => page.unrouteAll({ behavior: 'ignoreErrors' })));
      await Promise.all(contexts.map((context) => context.close()));
    },
    close: async () => {
      await browser.close();
      await host.close();
      await database.close();
    },
  };
}

const { ann, pete } = contoso;

/** An order of 35.00 USD. */
export function newOrder({ mutate }: App): Promise<Entity> {
  return live(mutate, [order(pete, 'carol', 'USD', [line(1, 'milk jug', '35.00', 'USD')])]);
}

/** An account with 100.00 USD. */
export function newAccount({ mutate }: App): Promise<Entity> {
  return live(mutate, [open(ann, 'carol', 'USD'), deposit(ann, '100.00', 'USD')]);
}

/** A desk is a page, or one in a page. */
type Desk = Page | FrameLocator;

const patience = 20_000;

/** A browser of its own for each: they share neither storage nor a network. */
export async function openPage(
  { url, browser }: App,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  await page.goto(url + path);
  return page;
}

const makers = { order: newOrder, account: newAccount };

/** One of them on its page. */
export async function openNew(
  app: App,
  kind: keyof typeof makers,
  person: string,
  options?: BrowserContextOptions,
) {
  const entity = await makers[kind](app);
  const path = `/desk?person=${person}&${kind}=${entity.id}`;
  return { ...entity, page: await openPage(app, path, options) };
}

/** Presses what opens the dialog, fills it in, and leaves it open. */
export async function openForm(
  page: Page,
  opener: string,
  answers: Readonly<Record<string, string>> = {},
): Promise<void> {
  await page.getByRole('button', { name: opener, exact: true }).click();
  const dialog = page.getByRole('dialog');
  for (const [label, answer] of Object.entries(answers)) {
    // oxlint-disable-next-line no-await-in-loop -- a person fills in one field after the other
    await dialog.getByLabel(label).fill(answer);
  }
}

/** What the desk tells, once it tells something like that. */
export async function told(desk: Desk, text: RegExp): Promise<string> {
  return inOneLine(await desk.getByRole('status').filter({ hasText: text }).innerText());
}

/** For `expect.poll`: what is on the page, without its dialogs. */
export function screenOf(desk: Desk): () => Promise<string> {
  return async () => inOneLine(await desk.getByRole('main').innerText());
}

/** For `expect.poll`: what the dialog says. */
export function dialogOf(desk: Desk): () => Promise<string> {
  return async () => inOneLine(await desk.getByRole('dialog').innerText());
}

export function isChange(request: Request): boolean {
  return request.postData()?.includes('"requestId"') ?? false;
}

/** As long as a slow machine may take. */
export const soon = { timeout: patience };

/** Intl has spaces of its own between a currency and an amount. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
