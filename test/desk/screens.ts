/** Every page of the desk, and what can lie over one: each is opened until all of it is there. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { contoso } from '../../src/local/sample/people.ts';
import { line } from '../../src/local/sample/steps.ts';
import { type App, newOrder, openForm, openNew, openPage, told } from './app.ts';

type Screen = (app: App, options: BrowserContextOptions) => Promise<Page>;

const { ann, pete } = contoso;

export const screens = {
  async 'two people'(app, options) {
    const page = await openPage(app, '/', options);
    await page.frameLocator('iframe').last().getByText('milk jug').first().waitFor();
    return page;
  },

  async 'the choice of a person'(app, options) {
    const page = await openPage(app, '/desk', options);
    await page.getByRole('link', { name: 'Bob' }).waitFor();
    return page;
  },

  async 'a list'(app, options) {
    await newOrder(app);
    const page = await openPage(app, '/desk?person=bob', options);
    await page.getByRole('link', { name: 'carol' }).first().waitFor();
    return page;
  },

  async 'an account'(app, options) {
    const { page } = await openNew(app, 'account', 'bob', options);
    await page.getByText('Ann opened the account').waitFor();
    return page;
  },

  async 'a desk with switches'(app, options) {
    const { id } = await newOrder(app);
    const page = await openPage(app, `/desk?person=bob&order=${id}&pane`, options);
    await page.getByText('Pete created the order').waitFor();
    return page;
  },

  async 'a form that is refused'(app, options) {
    const { page } = await openNew(app, 'account', 'bob', options);
    await openForm(page, 'Withdraw', { Amount: '500.00' });
    await page.getByRole('button', { name: 'Withdraw USD 500.00' }).click();
    await page.getByText('The balance is less than the amount.').waitFor();
    return page;
  },

  async 'a conflict of two people'(app, options) {
    const page = await openPage(app, '/', options);
    const petes = page.frameLocator('iframe[title="Pete’s desk"]');
    const bobs = page.frameLocator('iframe[title="Bob’s desk"]');
    await bobs.getByText('milk jug').first().waitFor();
    await petes.getByRole('button', { name: 'Add a line' }).click();
    await petes.getByRole('button', { name: 'Add 2 × espresso machine' }).click();
    await told(petes, /Saved/);
    await bobs.getByRole('button', { name: 'Cancel the order' }).click();
    await bobs.getByRole('button', { name: 'Cancel the order of USD 35.00' }).click();
    await bobs.getByRole('heading', { name: 'How it is now' }).waitFor();
    return page;
  },

  async 'a conflict about an order'(app, options) {
    const { id, etag: ifMatch, page } = await openNew(app, 'order', 'bob', options);
    await openForm(page, 'Cancel the order');
    const machines = line(2, 'espresso machine', '5000.00', 'USD');
    await app.mutate(pete, 'addOrderLine', { id, ifMatch, line: machines });
    await page.getByRole('button', { name: 'Cancel the order of USD 35.00' }).click();
    await page.getByRole('heading', { name: 'How it is now' }).waitFor();
    return page;
  },

  async 'a conflict about an account'(app, options) {
    const { id, etag: ifMatch, page } = await openNew(app, 'account', 'ben', options);
    await openForm(page, 'Withdraw', { Amount: '100.00' });
    const amount = { amount: '100.00', currency: 'USD' };
    await app.mutate(ann, 'withdraw', { id, ifMatch, amount });
    await page.getByRole('button', { name: 'Withdraw USD 100.00' }).click();
    await page.getByRole('heading', { name: 'How it is now' }).waitFor();
    return page;
  },

  async news(app, options) {
    const { id, etag: ifMatch, page } = await openNew(app, 'order', 'bob', options);
    await page.getByText('Pete created the order').waitFor();
    await app.mutate(pete, 'setOrderNote', { id, ifMatch, note: 'soon' });
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await told(page, /Pete changed this/);
    return page;
  },
} satisfies Readonly<Record<string, Screen>>;
