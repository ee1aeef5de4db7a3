/** Debian's Chromium, for what only a browser does. A machine without it says what it leaves untested. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

export function hasBrowser(untested: string): boolean {
  if (existsSync(executablePath)) return true;
  console.warn(`${untested}: there is no ${executablePath}`);
  return false;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
