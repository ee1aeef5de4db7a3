/** axe as the tests of pages use it: it finds something where there is something to find. */
import { expect, test } from 'vitest';
import { violationsOf } from '../support/clients/axe.ts';
import { hasBrowser, openBrowser } from '../support/clients/browser.ts';
import { hasFrontendTools } from '../support/frontendTools.ts';

const untested = 'Whether axe finds anything is not tested';

const pageOf = (field: string) => `<!doctype html>
  <html lang="en">
    <title>Deposit</title>
    <main><h1>Deposit</h1>${field}</main>
  </html>`;

test.skipIf(!hasFrontendTools(untested) || !hasBrowser(untested))(
  'a field without a label is a barrier, and one with a label is none',
  async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.setContent(pageOf('<input id="amount" />'));
      expect(await violationsOf(page)).toEqual(['label: Form elements must have labels (#amount)']);
      await page.setContent(pageOf('<label>Amount <input id="amount" /></label>'));
      expect(await violationsOf(page)).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
