/** The tools of test/frontend. A machine without them says what it leaves untested; CI has to have them. */
import { existsSync } from 'node:fs';

// npm writes it when all else is there.
const installed = new URL('../frontend/node_modules/.package-lock.json', import.meta.url);

export function hasFrontendTools(untested: string): boolean {
  if (existsSync(installed)) return true;
  const told = `${untested}: run \`npm run frontend:tools\` first`;
  if (process.env['CI']) throw new Error(told);
  console.warn(told);
  return false;
}
