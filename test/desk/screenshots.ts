/** `npm run screenshots`: the conflict as people see it, in docs/pictures/. */
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { runScript, ScriptError } from '../../src/local/script.ts';
import { hasBrowser } from '../support/clients/browser.ts';
import { type App, openApp } from './app.ts';
import { screens } from './screens.ts';

interface Picture {
  readonly name: string;
  readonly screen: keyof typeof screens;
  readonly width: number;
  readonly height: number;
  readonly colorScheme?: BrowserContextOptions['colorScheme'];
}

const demo = { screen: 'a conflict of two people', width: 1280, height: 870 } as const;

const pictures: readonly Picture[] = [
  { name: 'two-people', ...demo },
  { name: 'two-people-dark', ...demo, colorScheme: 'dark' },
  { name: 'account', screen: 'a conflict about an account', width: 1024, height: 460 },
  { name: 'phone', screen: 'a conflict about an order', width: 390, height: 844 },
];

await runScript(async () => {
  if (!hasBrowser('No picture was made'))
    throw new ScriptError('Install it first, as in: apt-get install chromium');
  const app = await openApp();
  try {
    for (const picture of pictures) {
      // oxlint-disable-next-line no-await-in-loop -- one is enough work for a machine
      console.log(await take(app, picture));
    }
  } finally {
    await app.close();
  }
});

async function take(app: App, picture: Picture): Promise<string> {
  const { name, screen, width, height, colorScheme = 'light' } = picture;
  const viewport = { width, height };
  const page = await screens[screen](app, { viewport, colorScheme });
  await age(page);
  const path = `docs/pictures/${name}.png`;
  const { length } = await page.screenshot({
    path: fileURLToPath(new URL(`../../${path}`, import.meta.url)),
  });
  return `${path}: ${length} bytes`;
}

/** Everything was a minute ago, however long it took here: so another run makes the same pictures. */
async function age(page: Page): Promise<void> {
  await page.clock.setFixedTime(Date.now() + 70_000);
  const others = { hasNotText: '1 minute ago' };
  await Promise.all(
    page
      .frames()
      .map((frame) => frame.locator('time', others).first().waitFor({ state: 'detached' })),
  );
}
