/** `npm run screenshots`: the conflict as people see it, in docs/pictures/. */
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { runScript, ScriptError } from '../../src/local/script.ts';
import { hasBrowser } from '../support/clients/browser.ts';
import { type Desks, openDesks } from './desks.ts';
import { looks } from './looks.ts';

interface Picture {
  readonly name: string;
  readonly look: keyof typeof looks;
  readonly width: number;
  readonly height: number;
  readonly colorScheme?: BrowserContextOptions['colorScheme'];
}

const demo = { look: 'a conflict of two people', width: 1280, height: 870 } as const;

const pictures: readonly Picture[] = [
  { name: 'two-people', ...demo },
  { name: 'two-people-dark', ...demo, colorScheme: 'dark' },
  { name: 'account', look: 'a conflict about an account', width: 1024, height: 460 },
  { name: 'phone', look: 'a conflict about an order', width: 390, height: 844 },
];

await runScript(async () => {
  if (!hasBrowser('No picture was made'))
    throw new ScriptError('Install it first, as in: apt-get install chromium');
  const desks = await openDesks();
  try {
    for (const picture of pictures) {
      // oxlint-disable-next-line no-await-in-loop -- one is enough work for a machine
      console.log(await take(desks, picture));
    }
  } finally {
    await desks.close();
  }
});

async function take(desks: Desks, picture: Picture): Promise<string> {
  const { name, look, width, height, colorScheme = 'light' } = picture;
  const viewport = { width, height };
  const page = await looks[look](desks, { viewport, colorScheme, reducedMotion: 'reduce' });
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
