/** Whoever uses a keyboard, a screen reader, a phone or the dark can use the desk. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { contoso } from '../../src/local/sample/people.ts';
import { violationsOf } from '../support/clients/axe.ts';
import { hasBrowser } from '../support/clients/browser.ts';
import { hasFrontendTools } from '../support/frontendTools.ts';
import { type App, newOrder, openApp, openForm, openNew, openPage, soon, told } from './app.ts';
import { screens } from './screens.ts';

const untested = 'Whether everybody can use the desk is not tested';
const hasTools = hasFrontendTools(untested);
const skipped = !hasBrowser(untested);

const { pete } = contoso;

function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((node) => node === document.activeElement);
}

async function problemsOf(page: Page): Promise<readonly string[]> {
  const violations = hasTools ? await violationsOf(page) : [];
  return [...(await page.evaluate(tooWide)), ...violations];
}

/** What has to be scrolled sideways. */
function tooWide(): readonly string[] {
  return [...document.querySelectorAll('html, dialog[open]')]
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map(({ tagName }) => `${tagName} is wider than it may be`);
}

describe.skipIf(skipped)('everybody', () => {
  let app: App;

  beforeAll(async () => {
    app = await openApp();
  });

  afterEach(() => app.closePages());

  afterAll(() => app.close());

  test.each(Object.entries(screens))(
    'can use %s, wide or narrow, light or dark',
    async (_name, open) => {
      const page = await open(app, {
        colorScheme: 'light',
        viewport: { width: 1280, height: 844 },
      });
      expect(await problemsOf(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 320, height: 844 });
      expect(await problemsOf(page)).toEqual([]);
    },
  );

  test('can do it by keyboard, and finds the focus where it was', async () => {
    const { page } = await openNew(app, 'order', 'bob');
    const opener = page.getByRole('button', { name: 'Write a note' });
    await opener.press('Enter');
    await page.getByRole('textbox', { name: 'Note' }).press('Escape');
    expect(await hasFocus(opener)).toBe(true);

    await opener.press('Enter');
    await page.keyboard.type('soon');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await told(page, /Saved/)).toBe('Saved: you set the note.');
    expect(await hasFocus(opener)).toBe(true);
  });

  test('finds the focus on the heading where the button is gone', async () => {
    const { page } = await openNew(app, 'order', 'bob');
    await openForm(page, 'Cancel the order');
    await page.getByRole('button', { name: 'Cancel the order of USD 35.00' }).click();
    await told(page, /Saved/);
    const heading = page.getByRole('heading', { level: 1 });
    await expect.poll(() => hasFocus(heading), soon).toBe(true);
  });

  test.each([
    { what: 'what a link led to', path: '/desk?person=bob', link: 'Accounts', name: 'Accounts' },
    { what: 'the desk of whom they choose to be', path: '/desk', link: 'Bob', name: 'Orders' },
  ])('is read the heading of $what', async ({ path, link, name }) => {
    const page = await openPage(app, path);
    await page.getByRole('link', { name: link }).press('Enter');
    const heading = page.getByRole('heading', { name, level: 1 });
    await expect.poll(() => hasFocus(heading), soon).toBe(true);
  });

  test('finds the focus on the heading where a button did what it was for and is gone', async () => {
    const { id, etag, page } = await openNew(app, 'order', 'bob');
    const heading = page.getByRole('heading', { level: 1 });
    const press = async (name: string) => {
      await page.getByRole('button', { name }).press('Enter');
      await expect.poll(() => hasFocus(heading), soon).toBe(true);
    };
    await page.getByText('Pete created the order').waitFor();
    await app.mutate(pete, 'setOrderNote', { id, ifMatch: etag, note: 'soon' });
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await press('Show the new version');

    await openForm(page, 'Write a note', { Note: 'now' });
    await page.getByRole('button', { name: 'Write “now”' }).click();
    await told(page, /Saved/);
    await press('Dismiss');

    const extensions = { code: 'INTERNAL_SERVER_ERROR', retryable: false };
    const json = { errors: [{ message: 'Something went wrong.', extensions }] };
    await page.route('**/graphql', (route) => route.fulfill({ status: 500, json }), { times: 1 });
    await page.goto(`${app.url}/desk?person=bob&order=${id}`);
    await press('Try again');
  });

  test('finds the focus in a dialog whose button is gone, and where the form was there from the start', async () => {
    const { id, etag, page } = await openNew(app, 'order', 'bob');
    await page.getByText('Pete created the order').waitFor();
    await app.mutate(pete, 'setOrderNote', { id, ifMatch: etag, note: 'soon' });
    await openForm(page, 'Write a note');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Show the new version' }).press('Enter');
    const note = dialog.getByRole('textbox', { name: 'Note' });
    await expect.poll(() => hasFocus(note), soon).toBe(true);
    await page.reload();
    await note.press('Escape');
    const heading = page.getByRole('heading', { level: 1 });
    await expect.poll(() => hasFocus(heading), soon).toBe(true);
  });

  test('is told which list is open, without having chosen one', async () => {
    const page = await openPage(app, '/desk?person=bob');
    const chosen = page.getByRole('navigation').locator('[aria-current="page"]');
    expect(await chosen.innerText()).toBe('Orders');
  });

  test('goes on with the first entry that "Show more" brings', async () => {
    for (let count = 0; count < 12; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- so many at once would be throttled
      await newOrder(app);
    }
    const page = await openPage(app, '/desk?person=bob&list=orders');
    await page.getByRole('button', { name: 'Show more' }).press('Enter');
    const entry = page.getByRole('main').getByRole('listitem').nth(10);
    await expect.poll(() => hasFocus(entry), soon).toBe(true);
  });

  test('keeps the focus where a page that "Show more" brought is read anew', async () => {
    const order = await newOrder(app);
    const { id } = order;
    for (let count = 0, { etag } = order; count < 11; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- each is made on top of the one before
      ({ etag } = await app.mutate(pete, 'setOrderNote', {
        id,
        ifMatch: etag,
        note: `${count}`,
      }));
    }
    const page = await openPage(app, `/desk?person=bob&order=${id}`);
    await page.getByRole('button', { name: 'Show more' }).press('Enter');
    const changes = page.getByRole('listitem').filter({ hasText: /ago|now/ });
    await expect.poll(() => changes.count(), soon).toBe(12);
    const opener = page.getByRole('button', { name: 'Write a note' });
    await opener.press('Enter');
    await page.keyboard.type('soon');
    await page.getByRole('button', { name: 'Write “' }).press('Enter');
    await expect.poll(() => changes.count(), soon).toBe(13);
    expect(await hasFocus(opener)).toBe(true);
  });
});
