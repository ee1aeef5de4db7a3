/** What a person notices of trouble on the way: as little as can be, and nothing is done twice. */
import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { contoso } from '../../src/local/sample/people.ts';
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

const skipped = !hasBrowser('What a desk does in trouble is not tested');

describe.skipIf(skipped)('a desk in trouble', () => {
  let app: App;

  beforeAll(async () => {
    app = await openApp();
  });

  afterEach(() => app.closePages());

  afterAll(() => app.close());

  /** Ann, with a form that would withdraw 40.00 of 100.00. */
  async function withdrawing(): Promise<Page> {
    const { page } = await openNew(app, 'account', 'ann');
    await openForm(page, 'Withdraw', { Amount: '40.00' });
    return page;
  }

  function press(page: Page): Promise<void> {
    return page.getByRole('button', { name: 'Withdraw USD 40.00' }).click();
  }

  /** Each change that is sent comes by here; answers with all of them. */
  async function onChange(page: Page, handle: (route: Route, attempt: number) => Promise<void>) {
    const sent: string[] = [];
    await page.route('**/graphql', (route) => {
      if (!isChange(route.request())) return route.continue();
      sent.push(route.request().postData() ?? '');
      return handle(route, sent.length);
    });
    return sent;
  }

  /** What the desk says in the end, and how often the money was taken. */
  async function outcomeOf(page: Page) {
    const said = await told(page, /^Saved/);
    await page.getByText('USD 60.00').first().waitFor();
    const taken = page.getByRole('listitem').filter({ hasText: 'You withdrew 40.00 USD' });
    await taken.first().waitFor();
    return { said, times: await taken.count() };
  }

  const saved = { said: 'Saved: you withdrew 40.00 USD.', times: 1 };
  const savedOnce = {
    said: 'Saved once: you withdrew 40.00 USD. It had been sent before, and was done once.',
    times: 1,
  };

  test('settles a lost answer by the same requestId, and asks nobody', async () => {
    const page = await withdrawing();
    const sent = await onChange(page, async (route, attempt) => {
      if (attempt > 1) await told(page, /No answer came/);
      const response = await route.fetch();
      await (attempt === 1 ? route.abort() : route.fulfill({ response }));
    });
    await press(page);
    expect(await outcomeOf(page)).toEqual(savedOnce);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toBe(sent[0]);
  });

  test('says that it settles an answer until it has, whatever else is answered meanwhile', async () => {
    const { id, etag, page } = await openNew(app, 'account', 'ben');
    await openForm(page, 'Withdraw', { Amount: '40.00' });
    const gate = Promise.withResolvers<void>();
    await onChange(page, async (route, attempt) => {
      if (attempt === 1) return route.abort();
      await gate.promise;
      return route.continue();
    });
    await press(page);
    await told(page, /No answer came/);
    const amount = { amount: '5.00', currency: 'USD' };
    await app.mutate(contoso.ann, 'deposit', { id, ifMatch: etag, amount });
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await told(page, /Ann changed this/);
    expect(await page.getByRole('status').filter({ hasText: 'No answer came' }).count()).toBe(1);
    gate.resolve();
    await page.getByRole('dialog', { name: /^Ann changed this account/ }).waitFor();
  });

  test('settles it too where the host cuts the connection by the switch of a pane', async () => {
    const { id } = await newAccount(app);
    const page = await openPage(app, `/desk?person=ann&account=${id}&pane`);
    await page.getByRole('button', { name: 'Lose the next answer' }).click();
    await openForm(page, 'Withdraw', { Amount: '40.00' });
    await press(page);
    expect(await outcomeOf(page)).toEqual(savedOnce);
  });

  test('sends once on a double click', async () => {
    const page = await withdrawing();
    const sent = await onChange(page, (route) => route.continue());
    await page.getByRole('button', { name: 'Withdraw USD 40.00' }).dblclick();
    expect(await outcomeOf(page)).toEqual(saved);
    expect(sent).toHaveLength(1);
  });

  test('has the form as it was after a reload', async () => {
    const page = await withdrawing();
    await page.reload();
    expect(await page.getByLabel('Amount').inputValue()).toBe('40.00');
    await press(page);
    expect(await outcomeOf(page)).toEqual(saved);
  });

  test('settles after a reload what was sent before it', async () => {
    const page = await withdrawing();
    const written = Promise.withResolvers<void>();
    await onChange(page, async (route, attempt) => {
      const response = await route.fetch();
      written.resolve();
      // The first answer never comes: the page is gone before.
      if (attempt > 1) await route.fulfill({ response });
    });
    await press(page);
    await written.promise;
    await page.reload();
    expect(await outcomeOf(page)).toEqual(savedOnce);
  });

  test('leaves alone what was sent while a newer version was on its way', async () => {
    const { id, etag, page } = await openNew(app, 'account', 'ben');
    await expect.poll(screenOf(page), soon).toContain('USD 100.00');
    const amount = { amount: '5.00', currency: 'USD' };
    await app.mutate(contoso.ann, 'deposit', { id, ifMatch: etag, amount });
    await openForm(page, 'Deposit', { Amount: '40.00' });
    const [newest, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const show = page.getByRole('button', { name: 'Show the new version' });
    await show.first().waitFor();
    await page.route('**/graphql', async (route) => {
      await (isChange(route.request()) ? answer : newest).promise;
      await route.continue();
    });
    await page.getByRole('dialog').getByRole('button', { name: 'Show the new version' }).click();
    await page.getByRole('button', { name: 'Deposit USD 40.00' }).click();
    newest.resolve();
    await show.waitFor({ state: 'hidden' });
    expect(await page.getByRole('dialog').count()).toBe(0);
    answer.resolve();
    expect(await told(page, /Saved/)).toMatch(/^Saved: you deposited 40\.00 USD\./);
  });

  test('hides no news behind a late answer about an older version', async () => {
    const { id, etag, page } = await openNew(app, 'account', 'ben');
    await expect.poll(screenOf(page), soon).toContain('USD 100.00');
    const [asked, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const isNews = (route: Route) => route.request().postData()?.includes('ChangesSince');
    let questions = 0;
    await page.route('**/graphql', async (route) => {
      if (isNews(route) && (questions += 1) === 1) {
        asked.resolve();
        await late.promise;
      }
      await route.continue();
    });
    await openForm(page, 'Deposit', { Amount: '40.00' });
    await asked.promise;
    await page.getByRole('button', { name: 'Deposit USD 40.00' }).click();
    await told(page, /Saved/);
    const amount = { amount: '5.00', currency: 'USD' };
    await app.mutate(contoso.ann, 'deposit', { id, ifMatch: etag, amount });
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await told(page, /Ann changed this/);
    late.resolve();
    await page.evaluate(() => fetch('/desk/people'));
    expect(await told(page, /Ann/)).toContain('Ann changed this');
  });

  test('moves nobody who has left, and has what they must decide when they come back', async () => {
    const { id, etag, page } = await openNew(app, 'account', 'ben');
    await openForm(page, 'Withdraw', { Amount: '40.00' });
    const amount = { amount: '5.00', currency: 'USD' };
    await app.mutate(contoso.ann, 'deposit', { id, ifMatch: etag, amount });
    const gate = Promise.withResolvers<void>();
    await onChange(page, async (route) => {
      await gate.promise;
      await route.continue();
    });
    await press(page);
    await page.getByRole('link', { name: 'All accounts' }).click();
    await page.getByRole('button', { name: 'New account' }).click();
    await page.getByRole('dialog').getByLabel('Owner').fill('dora');
    await page.getByRole('dialog').getByLabel('Currency').fill('USD');
    gate.resolve();
    await told(page, /“Withdraw” is not settled: go back to it to decide\./);
    expect(await page.getByRole('dialog').getByLabel('Owner').inputValue()).toBe('dora');
    await page.goBack();
    await page.getByRole('dialog', { name: /^Ann changed this account/ }).waitFor();
  });

  test('stays where the person went while a new account was being opened', async () => {
    const page = await openPage(app, '/desk?person=bob&list=accounts');
    await openForm(page, 'New account', { Owner: 'dora', Currency: 'USD' });
    const gate = Promise.withResolvers<void>();
    await onChange(page, async (route) => {
      await gate.promise;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Open the account' }).click();
    await page.getByRole('link', { name: 'Orders' }).click();
    await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor();
    gate.resolve();
    await told(page, /Saved: you opened the account/);
    expect(new URL(page.url()).searchParams.get('list')).toBe('orders');
  });

  test('shows what is being saved, and takes it back where it is refused', async () => {
    const { page } = await openNew(app, 'account', 'ann');
    await openForm(page, 'Close the account');
    const gate = Promise.withResolvers<void>();
    await onChange(page, async (route) => {
      await gate.promise;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Close the account of carol' }).click();
    await expect.poll(screenOf(page), soon).toContain('USD 100.00 closed');
    gate.resolve();
    await expect.poll(dialogOf(page), soon).toMatch(/balance/);
    await page.getByRole('button', { name: 'Keep it open' }).click();
    await expect.poll(screenOf(page), soon).toContain('USD 100.00 open');
  });

  test('without a network says so, and sends when it is back', async () => {
    const page = await withdrawing();
    await page.context().setOffline(true);
    await told(page, /You are offline/);
    await press(page);
    await page.context().setOffline(false);
    expect(await outcomeOf(page)).toEqual(saved);
  });

  test('renews an expired token behind the scenes', async () => {
    const { id } = await newAccount(app);
    const page = await openPage(app, '/desk');
    const tokens: string[] = [];
    await page.route('**/desk/token?*', (route) => {
      const url = route.request().url();
      tokens.push(url);
      return route.continue({ url: tokens.length === 1 ? `${url}&expires-in=-60` : url });
    });
    await page.goto(`${app.url}/desk?person=ann&account=${id}`);
    await openForm(page, 'Withdraw', { Amount: '40.00' });
    await press(page);
    expect(await outcomeOf(page)).toEqual(saved);
    expect(tokens).toHaveLength(2);
  });

  test.each(['throttled', 'away'] as const)(
    'asks again while the database is %s, and the change is made once it is back',
    async (state) => {
      const page = await withdrawing();
      app.database.state = state;
      try {
        await press(page);
        expect(await told(page, /asks again/)).toContain(
          state === 'throttled' ? 'The database is busy' : 'The API cannot do it just now',
        );
      } finally {
        app.database.state = 'here';
      }
      expect(await outcomeOf(page)).toEqual(saved);
    },
  );

  test('tells what nobody can answer beside the button, and keeps what was typed', async () => {
    const page = await withdrawing();
    const extensions = { code: 'INTERNAL_SERVER_ERROR', retryable: false, traceId: 'trace-1' };
    const body = { errors: [{ message: 'Something went wrong.', extensions }] };
    await onChange(page, (route, attempt) =>
      attempt === 1 ? route.fulfill({ status: 500, json: body }) : route.continue(),
    );
    await press(page);
    await expect.poll(dialogOf(page), soon).toContain('It was not saved.');
    await expect
      .poll(dialogOf(page), soon)
      .toContain('Whoever helps you needs this number: trace-1');
    expect(await page.getByLabel('Amount').inputValue()).toBe('40.00');
    await press(page);
    expect(await outcomeOf(page)).toEqual(saved);
  });

  test('sends nothing that the browser does not keep, and says so in the form', async () => {
    const page = await withdrawing();
    const sent = await onChange(page, (route) => route.continue());
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('There is no room.', 'QuotaExceededError');
      };
    });
    await page.getByLabel('Amount').fill('30.00');
    await page.getByRole('button', { name: 'Withdraw USD 30.00' }).click();
    await expect.poll(dialogOf(page), soon).toContain('The browser could not keep it');
    expect(await page.getByLabel('Amount').inputValue()).toBe('30.00');
    expect(sent).toEqual([]);
  });

  test('keeps the page and the open form where they cannot be read anew', async () => {
    const page = await withdrawing();
    const extensions = { code: 'INTERNAL_SERVER_ERROR', retryable: false };
    const json = { errors: [{ message: 'Something went wrong.', extensions }] };
    await page.route('**/graphql', (route) =>
      isChange(route.request()) ? route.continue() : route.fulfill({ status: 500, json }),
    );
    await page.getByLabel('Amount').fill('500.00');
    await page.getByRole('button', { name: 'Withdraw USD 500.00' }).click();
    await expect.poll(screenOf(page), soon).toContain('Something broke on our side.');
    await expect.poll(dialogOf(page), soon).toContain('The balance is less than the amount.');
    expect(await page.getByLabel('Amount').inputValue()).toBe('500.00');
    expect(await screenOf(page)()).toContain('USD 100.00 open');
    expect(await screenOf(page)()).toContain('You deposited 100.00 USD');
  });

  test('shows how it is now after a refusal', async () => {
    const { id, etag } = await newOrder(app);
    const page = await openPage(app, `/desk?person=bob&order=${id}&pane`);
    await openForm(page, 'Add a line');
    await app.mutate(contoso.bob, 'cancelOrder', { id, ifMatch: etag });
    await page.getByRole('button', { name: 'Add 2 × espresso machine' }).click();
    await page
      .getByRole('dialog')
      .getByRole('alert')
      .filter({ hasText: /cancelled/ })
      .waitFor();
    await expect.poll(screenOf(page), soon).toMatch(/USD 35\.00 cancelled/);
    await expect.poll(screenOf(page), soon).toContain('You cancelled the order');
  });

  test('shows what came of it where a person leaves what nobody knows', async () => {
    const page = await withdrawing();
    const extensions = {
      code: 'INTERNAL_SERVER_ERROR',
      retryable: false,
      mutationRequestId: 'of this change',
    };
    const json = { errors: [{ message: 'Something went wrong.', extensions }] };
    await onChange(page, async (route) => {
      await route.fetch();
      await route.fulfill({ status: 500, json });
    });
    await press(page);
    await expect.poll(dialogOf(page), soon).toContain('Nobody knows yet whether it was saved.');
    await page.getByRole('button', { name: 'Leave it' }).click();
    expect(await told(page, /saved/)).toBe('It may have been saved: see what happened.');
    await expect.poll(screenOf(page), soon).toContain('USD 60.00');
  });

  test('sends once where a person leaves and is back before the answer', async () => {
    const page = await withdrawing();
    const gate = Promise.withResolvers<void>();
    const sent = await onChange(page, async (route) => {
      await gate.promise;
      await route.continue();
    });
    await press(page);
    await page.getByRole('link', { name: 'All accounts' }).click();
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Account of carol', level: 1 }).waitFor();
    gate.resolve();
    expect(await outcomeOf(page)).toEqual(saved);
    expect(sent).toHaveLength(1);
  });

  test('says what it waits for while it opens', async () => {
    const page = await openPage(app, '/desk');
    const gate = Promise.withResolvers<void>();
    let attempts = 0;
    await page.route('**/graphql', async (route) => {
      attempts += 1;
      if (attempts === 1) return route.abort();
      await gate.promise;
      return route.continue();
    });
    await page.getByRole('link', { name: 'Bob' }).click();
    expect(await told(page, /No answer came/)).toContain('the desk asks again');
    gate.resolve();
    await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor();
  });

  test('does not say of a page that is not the API’s that the API cannot be reached', async () => {
    const { id } = await newAccount(app);
    const page = await openPage(app, '/desk');
    await page.route('**/graphql', (route) =>
      (route.request().postData() ?? '').includes('History')
        ? route.fulfill({ status: 404, contentType: 'text/html', body: '<h1>Not found</h1>' })
        : route.continue(),
    );
    await page.goto(`${app.url}/desk?person=ann&account=${id}`);
    await expect.poll(screenOf(page), soon).toContain('Something else than the API answered.');
  });

  test('says that the database was not switched, and goes by the last of two clicks', async () => {
    const page = await openPage(app, '/');
    const choice = (name: string) => page.getByRole('radio', { name });
    await choice('here').waitFor();
    await page.route('**/desk/database', (route) => route.abort(), { times: 1 });
    try {
      await choice('away').click();
      const alert = page.getByRole('alert').filter({ hasText: 'The switch of the database' });
      await alert.waitFor();
      expect(await choice('here').isChecked()).toBe(true);
      const gate = Promise.withResolvers<void>();
      await page.route(
        '**/desk/database',
        async (route) => {
          await gate.promise;
          await route.continue();
        },
        { times: 1 },
      );
      await choice('throttled').click();
      await choice('away').click();
      gate.resolve();
      await expect.poll(() => choice('away').isChecked(), soon).toBe(true);
      expect(app.database.state).toBe('away');
    } finally {
      app.database.state = 'here';
    }
  });

  test('tells the truth where two people cannot be seated, and seats them when it is tried again', async () => {
    app.database.state = 'throttled';
    const page = await openPage(app, '/');
    try {
      const problem = await page.getByRole('alert').getByRole('paragraph').innerText();
      expect(problem).toContain('The database is asked for more than it may serve: slow down.');
    } finally {
      app.database.state = 'here';
    }
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.frameLocator('iframe').last().getByText('milk jug').first().waitFor();
  });
});
