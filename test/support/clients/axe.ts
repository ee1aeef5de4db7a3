/** What axe finds in a page that keeps somebody out who uses a keyboard, a screen reader, or little contrast. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

// NOTE: mirrors the part of axe's results that matters here.
interface Results {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly (string | readonly string[])[] }[];
  }[];
}

const source = new URL('../../frontend/node_modules/axe-core/axe.min.js', import.meta.url);

/** A line for each element and rule. Only where hasFrontendTools says so. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(source, 'utf8'));
  const { violations } = await page.evaluate<Results>('axe.run()');
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.flat().join(' ')})`),
  );
}
