/** Two people at once, by clicks: what each is told, and what becomes of it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { contoso } from '../../src/local/sample/people.ts';
import { line } from '../../src/local/sample/steps.ts';
import { hasBrowser } from '../support/clients/browser.ts';
import {
  type App,
  dialogOf,
  isChange,
  newAccount,
  newOrder,
  openApp,
  openForm,
  openNew,
  openPage,
  screenOf,
  soon,
  told,
} from './app.ts';

const { ann, bob, pete } = contoso;

const machines = line(2, 'espresso machine', '5000.00', 'USD');
const cup = line(1, 'cup', '5.00', 'USD');

const skipped = !hasBrowser('What two people see at their desks is not tested');

describe.skipIf(skipped)('two people', () => {
  let app: App;

  beforeAll(async () => {
    app = await openApp();
  });

  afterEach(() => app.closePages());

  afterAll(() => app.close());

  test('at one order: Bob is told what Pete did to it, and decides', async () => {
    const page = await openPage(app, '/');
    const petes = page.frameLocator('iframe[title="Pete’s desk"]');
    const bobs = page.frameLocator('iframe[title="Bob’s desk"]');
    await expect.poll(screenOf(bobs), soon).toContain('USD 35.00');

    await petes.getByRole('button', { name: 'Add a line' }).click();
    await petes.getByRole('button', { name: 'Add 2 × espresso machine' }).click();
    await told(petes, /Saved/);
    await bobs.getByRole('button', { name: 'Cancel the order' }).click();
    await bobs.getByRole('button', { name: 'Cancel the order of USD 35.00' }).click();

    const name = 'Pete changed this order while you were looking';
    const conflict = bobs.getByRole('dialog', { name });
    await conflict.waitFor();
    await expect.poll(dialogOf(bobs), soon).toContain('Pete added 2 x espresso machine');
    await expect.poll(dialogOf(bobs), soon).toContain('Total USD 10,035.00 was USD 35.00');
    await conflict.getByRole('button', { name: 'Cancel the order of USD 10,035.00' }).click();
    expect(await told(bobs, /Saved/)).toBe('Saved: you cancelled the order.');
    await expect.poll(screenOf(bobs), soon).toContain('cancelled');
  });

  test('at one account: of two who withdraw the same money one gets it', async () => {
    const page = await openPage(app, '/?scenario=account');
    const anns = page.frameLocator('iframe[title="Ann’s desk"]');
    const bens = page.frameLocator('iframe[title="Ben’s desk"]');
    await expect.poll(screenOf(bens), soon).toContain('USD 100.00');

    await anns.getByRole('button', { name: 'Withdraw' }).click();
    await anns.getByRole('button', { name: 'Withdraw USD 100.00' }).click();
    await told(anns, /Saved/);
    await bens.getByRole('button', { name: 'Withdraw' }).click();
    await bens.getByRole('button', { name: 'Withdraw USD 100.00' }).click();

    const conflict = bens.getByRole('dialog', { name: /^Ann changed this account/ });
    await conflict.getByRole('button', { name: 'Withdraw USD 100.00', exact: true }).click();
    await expect.poll(dialogOf(bens), soon).toContain('The balance is less than the amount.');
    const amount = bens.getByRole('textbox', { name: 'Amount' });
    expect(await amount.getAttribute('aria-invalid')).toBe('true');
    await bens.getByRole('button', { name: 'Leave it' }).click();
    await expect.poll(screenOf(bens), soon).toContain('USD 0.00');
  });

  test('who insists while it changes again is told of both changes, in one dialog', async () => {
    const { id, etag, page } = await openNew(app, 'order', 'bob');
    await openForm(page, 'Cancel the order');
    const noted = await app.mutate(pete, 'setOrderNote', { id, ifMatch: etag, note: 'soon' });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel the order of USD 35.00' }).click();
    await expect.poll(dialogOf(page), soon).toContain('Pete set the note');

    await app.mutate(pete, 'addOrderLine', { id, ifMatch: noted.etag, line: cup });
    await dialog.getByRole('button', { name: 'Cancel the order of USD 35.00' }).click();
    await expect.poll(dialogOf(page), soon).toMatch(/Pete set the note .* Pete added 1 x cup/);
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await expect.poll(screenOf(page), soon).toMatch(/USD 40\.00 open/);
  });

  test('who asks for it is not asked again, whatever changes', async () => {
    const { id, etag, page } = await openNew(app, 'account', 'ben');
    await openForm(page, 'Withdraw', { Amount: '40.00' });
    const amount = { amount: '5.00', currency: 'USD' };
    const { etag: ifMatch } = await app.mutate(ann, 'deposit', { id, ifMatch: etag, amount });
    await page.getByRole('button', { name: 'Withdraw USD 40.00' }).click();
    const insist = page.getByRole('button', {
      name: 'Withdraw USD 40.00, even if it changes again',
    });
    await insist.waitFor();
    const more = { amount: '7.00', currency: 'USD' };
    await app.mutate(ann, 'deposit', { id, ifMatch, amount: more });
    await insist.click();
    expect(await told(page, /Saved/)).toBe(
      'Saved: you withdrew 40.00 USD. Meanwhile Ann deposited 7.00 USD.',
    );
  });

  test('a deposit goes through whatever others did, and tells what that was', async () => {
    const { id, etag, page } = await openNew(app, 'account', 'ben');
    await openForm(page, 'Deposit', { Amount: '20' });
    const amount = { amount: '5.00', currency: 'USD' };
    await app.mutate(ann, 'deposit', { id, ifMatch: etag, amount });
    await page.getByRole('button', { name: 'Deposit USD 20.00' }).click();
    expect(await told(page, /Saved/)).toBe(
      'Saved: you deposited 20.00 USD. Meanwhile Ann deposited 5.00 USD.',
    );
    await expect.poll(screenOf(page), soon).toContain('USD 125.00');
  });

  test('what others did is told before a person decides, and the form goes on from there', async () => {
    const { id, etag, page } = await openNew(app, 'order', 'bob');
    await expect.poll(screenOf(page), soon).toContain('USD 35.00');
    await app.mutate(pete, 'addOrderLine', { id, ifMatch: etag, line: machines });

    await openForm(page, 'Cancel the order');
    await expect
      .poll(dialogOf(page), soon)
      .toContain('Pete changed this: added 2 x espresso machine');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Show the new version' }).click();
    await dialog.getByRole('button', { name: 'Cancel the order of USD 10,035.00' }).click();
    expect(await told(page, /Saved/)).toBe('Saved: you cancelled the order.');
  });

  test('a form that goes on from a newer version has what is new there, and what was typed', async () => {
    const { id, etag, page } = await openNew(app, 'order', 'bob');
    await expect.poll(screenOf(page), soon).toContain('USD 35.00');
    const noted = await app.mutate(pete, 'setOrderNote', { id, ifMatch: etag, note: 'soon' });
    await openForm(page, 'Write a note');
    const dialog = page.getByRole('dialog');
    const note = dialog.getByLabel('Note');
    const show = dialog.getByRole('button', { name: 'Show the new version' });
    expect(await note.inputValue()).toBe('');
    await show.click();
    await expect.poll(() => note.inputValue(), soon).toBe('soon');

    await note.fill('now');
    await app.mutate(pete, 'setOrderNote', { id, ifMatch: noted.etag, note: 'later' });
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await show.click();
    await show.waitFor({ state: 'hidden' });
    expect(await note.inputValue()).toBe('now');
  });

  test('a quantity is asked for from the newer version, too', async () => {
    const { id, etag, lines = [] } = await newOrder(app);
    const lineId = lines[0]?.id;
    const page = await openPage(app, `/desk?person=bob&order=${id}`);
    await expect.poll(screenOf(page), soon).toContain('USD 35.00');
    await app.mutate(pete, 'changeOrderLine', { id, ifMatch: etag, lineId, quantity: 7 });
    await openForm(page, 'Change: milk jug');
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Quantity').inputValue()).toBe('1');
    await dialog.getByRole('button', { name: 'Show the new version' }).click();
    await expect.poll(() => dialog.getByLabel('Quantity').inputValue(), soon).toBe('7');
  });

  test('a list of one status is a place to come back to', async () => {
    const page = await openPage(app, '/desk?person=bob');
    const status = page.getByLabel('Status');
    await status.focus();
    await status.selectOption('placed');
    await page.getByText('There are no orders.').waitFor();
    expect(await status.evaluate((node) => node === document.activeElement)).toBe(true);
    await page.reload();
    await page.getByText('There are no orders.').waitFor();
    expect(await status.inputValue()).toBe('PLACED');
    await page.goBack();
    await expect.poll(() => status.inputValue(), soon).toBe('');
  });

  test('a tab that is looked at again says what happened meanwhile', async () => {
    const { id, etag, page } = await openNew(app, 'order', 'bob');
    await expect.poll(screenOf(page), soon).toContain('USD 35.00');
    await app.mutate(pete, 'setOrderNote', { id, ifMatch: etag, note: 'soon' });
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    expect(await told(page, /Pete/)).toBe('Pete changed this: set the note.');
    await page.getByRole('button', { name: 'Show the new version' }).click();
    await expect.poll(screenOf(page), soon).toContain('Note soon');
  });

  test('what happened is told in the language of the page, wherever the person is', async () => {
    const { id, etag, page } = await openNew(app, 'order', 'bob', { locale: 'de-DE' });
    await openForm(page, 'Cancel the order');
    const noted = await app.mutate(pete, 'setOrderNote', { id, ifMatch: etag, note: 'soon' });
    await app.mutate(bob, 'addOrderLine', { id, ifMatch: noted.etag, line: cup });
    await page.getByRole('button', { name: 'Cancel the order of 35,00 USD' }).click();
    await page.getByRole('dialog', { name: /^Pete and you changed this order/ }).waitFor();
    expect(await page.getByRole('dialog').locator('time').first().innerText()).toMatch(/now|ago/);
  });

  test('what a person did in another tab is marked as their own', async () => {
    const { id, etag, page } = await openNew(app, 'order', 'bob');
    await openForm(page, 'Cancel the order');
    await app.mutate(bob, 'setOrderNote', { id, ifMatch: etag, note: 'from elsewhere' });
    await page.getByRole('button', { name: 'Cancel the order of USD 35.00' }).click();
    await page.getByRole('dialog', { name: /^You changed this order/ }).waitFor();
    await expect.poll(dialogOf(page), soon).toContain('You, elsewhere, set the note');
  });

  test('where nobody can tell what was missed, a person is told that, and may go on', async () => {
    const { id, etag } = await newAccount(app);
    const page = await openPage(app, '/desk?person=ben');
    await page.route('**/graphql', async (route) => {
      if (isChange(route.request())) return route.continue();
      const response = await route.fetch();
      const old = JSON.stringify('"of no version"');
      const body = (await response.text()).replaceAll(JSON.stringify(etag), old);
      return route.fulfill({ response, body });
    });
    await page.goto(`${app.url}/desk?person=ben&account=${id}`);
    await openForm(page, 'Withdraw', { Amount: '40.00' });
    await page.getByRole('button', { name: 'Withdraw USD 40.00' }).click();
    await page.getByRole('dialog', { name: /^Somebody changed this account/ }).waitFor();
    await expect
      .poll(dialogOf(page), soon)
      .toContain('What you saw is too old to tell what has happened since.');
    await page.getByRole('button', { name: 'even if it changes again' }).click();
    expect(await told(page, /Saved/)).toBe('Saved: you withdrew 40.00 USD.');
  });
});
