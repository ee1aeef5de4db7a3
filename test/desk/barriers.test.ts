/** Whoever uses a keyboard, a screen reader, a phone or the dark can use the desk. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriersOf } from '../support/clients/axe.ts';
import { hasBrowser } from '../support/clients/browser.ts';
import { hasFrontendTools } from '../support/frontendTools.ts';
import { type Desks, newOrder, openDesks, openForm, openPage, soon, told } from './desks.ts';
import { looks } from './looks.ts';

const untested = 'Whether everybody can use the desk is not tested';
const hasTools = hasFrontendTools(untested);
const skipped = !hasBrowser(untested);

function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((node) => node === document.activeElement);
}

describe.skipIf(skipped)('everybody', () => {
  let desks: Desks;

  beforeAll(async () => {
    desks = await openDesks();
  });

  afterAll(() => desks.close());

  test.each(
    Object.entries(looks).flatMap(([what, open]) => [
      { what, open, colorScheme: 'light' as const, width: 1280 },
      { what, open, colorScheme: 'dark' as const, width: 390 },
    ]),
  )('can use $what, $colorScheme, $width wide', async ({ open, colorScheme, width }) => {
    const viewport = { width, height: 844 };
    // axe would see colours on their way to others.
    const page = await open(desks, { colorScheme, viewport, reducedMotion: 'reduce' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(hasTools ? await barriersOf(page) : []).toEqual([]);
  });

  test('can do it by keyboard, and finds the focus where it was', async () => {
    const { id } = await newOrder(desks);
    const page = await openPage(desks, `/desk?person=bob&order=${id}`);
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
    const { id } = await newOrder(desks);
    const page = await openPage(desks, `/desk?person=bob&order=${id}`);
    await openForm(page, 'Cancel the order');
    await page.getByRole('button', { name: 'Cancel the order of USD 35.00' }).click();
    await told(page, /Saved/);
    const heading = page.getByRole('heading', { level: 1 });
    await expect.poll(() => hasFocus(heading), soon).toBe(true);
  });

  test('is read the heading of what a link led to', async () => {
    const page = await openPage(desks, '/desk?person=bob');
    await page.getByRole('link', { name: 'Accounts' }).press('Enter');
    const heading = page.getByRole('heading', { name: 'Accounts', level: 1 });
    await expect.poll(() => hasFocus(heading), soon).toBe(true);
  });

  test('is told which list is open, without having chosen one', async () => {
    const page = await openPage(desks, '/desk?person=bob');
    const chosen = page.getByRole('navigation').locator('[aria-current="page"]');
    expect(await chosen.innerText()).toBe('Orders');
  });

  test('goes on with the first entry that "Show more" brings', async () => {
    for (let count = 0; count < 12; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- so many at once would be throttled
      await newOrder(desks);
    }
    const page = await openPage(desks, '/desk?person=bob&list=orders');
    await page.getByRole('button', { name: 'Show more' }).press('Enter');
    const entry = page.getByRole('main').getByRole('listitem').nth(10);
    await expect.poll(() => hasFocus(entry), soon).toBe(true);
  });
});
