import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasBrowser, openBrowser } from '../support/clients/browser.ts';
import { start, stopAll } from './started.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.skipIf(!hasBrowser('GraphiQL is not tested'))('GraphiQL', () => {
  let url: string;
  let browser: Browser;
  let page: Page;
  /** What the page asked of other hosts, and what it could not do. */
  let wrong: readonly string[];

  beforeAll(async () => {
    ({ url } = await start());
    browser = await openBrowser();
  });

  afterEach(() => page.context().close());

  afterAll(async () => {
    await browser.close();
    await stopAll();
  });

  async function visit(query = ''): Promise<void> {
    const found: string[] = [];
    page = await browser.newPage();
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(url).origin) found.push(origin);
    });
    page.on('pageerror', (error) => found.push(error.message));
    wrong = found;
    await page.goto(`${url}${query}`);
  }

  /** Runs what is in that tab, and answers the result once it has all this. */
  async function run(tab: string, ...answer: readonly string[]): Promise<string> {
    await page.getByRole('button', { name: tab }).click();
    return runShown(...answer);
  }

  async function openTab(query: string): Promise<void> {
    await page.getByRole('button', { name: 'New tab' }).click();
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(query);
  }

  function runShown(...answer: readonly string[]): Promise<string> {
    // Just after a change of tabs GraphiQL still has the name of the other operation, and a person presses again.
    return vi.waitFor(
      async () => {
        await page.getByRole('button', { name: 'Execute query' }).click();
        const result = page.locator('.result-window');
        const waiting = answer.map((text) => result.getByText(text).first());
        await Promise.all(waiting.map((each) => each.waitFor({ timeout: 3000 })));
        return result.innerText();
      },
      { timeout: 20_000 },
    );
  }

  test('plays the founding scenarios in its tabs, each as its person, and anew on every visit', async () => {
    await visit();
    for (const again of [false, true]) {
      // oxlint-disable no-await-in-loop -- what a person does, twice
      if (again) await page.reload();
      await runShown('"AccountChanged"');
      await run('BenWithdraws', '"AccountConflictError"', '"ann"');
      await run('PeteAdds', '"OrderChanged"', '"10035.00"');
      await run('BobCancels', '"OrderConflictError"', '"pete"');
      await run('Lists', '"bob"');
      // oxlint-enable no-await-in-loop
    }
    expect(wrong).toEqual([]);
  });

  test('has a menu of people, which says whose token the list and new tabs have', async () => {
    await visit();
    const menu = page.getByRole('combobox', { name: 'Lists and new tabs' });
    expect(await menu.locator('option').allTextContents()).toEqual([
      'ann, Teller',
      'ben, Teller',
      'pete, Sales',
      'bob, Manager',
      'olga, Auditor',
      'carol, Customer',
    ]);
    await menu.selectOption('olga, Auditor');
    await page.waitForURL(/person=olga/);
    await run('Lists', '"olga"');
    await openTab('{ viewer { tenant } }');
    await runShown('"contoso"');
  });

  test('shows a query that is in the address first', async () => {
    await visit('?person=carol&query={viewer{subject}}');
    expect(await runShown('"carol"')).not.toContain('errors');
    expect(await run('AnnWithdraws', '"AccountChanged"')).not.toContain('errors');
  });

  test("keeps a person's own tabs from visit to visit", async () => {
    await visit();
    await openTab('{ viewer { tenant } }');
    await page.waitForFunction(() => localStorage['graphiql:tabState']?.includes('tenant'));
    await page.goto(`${url}?person=olga`);
    const tabs = page.locator('.graphiql-tab-button');
    const ours = ['AnnWithdraws', 'BenWithdraws', 'PeteAdds', 'BobCancels', 'Lists'];
    await tabs.nth(5).waitFor();
    expect(await tabs.allTextContents()).toEqual([...ours, '<untitled>']);
    expect(await run('<untitled>', '"contoso"')).not.toContain('errors');
  });

  test('is there when the database is not, and fits into the window', async () => {
    const put = (state: string) =>
      fetch(new URL('/desk/database', url), { method: 'PUT', body: JSON.stringify({ state }) });
    await put('throttled');
    await visit();
    await put('here');
    await page.getByText('The scenarios could not be written').waitFor();
    await run('Lists', '"bob"');
    const { y, height } = (await page.locator('.graphiql-sidebar').boundingBox()) ?? {};
    expect((y ?? 0) + (height ?? Infinity)).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
  });

  test('documents the schema by its descriptions', async () => {
    await visit();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'ETag', exact: true }).click();
    const text = page.getByText('exactly as Cosmos DB issued it');
    await text.waitFor();
    expect(await text.count()).toBe(1);
  });

  test('stores no token in the browser', async () => {
    await visit();
    await runShown('"AccountChanged"');
    await run('Lists', '"bob"');
    const { origins } = await page.context().storageState();
    expect(JSON.stringify(origins)).toContain('AnnWithdraws');
    expect(JSON.stringify(origins)).not.toContain('eyJ');
  });
});
