/** Reads a file that need not be there. */

import { readFile } from 'node:fs/promises';
import { codeOf } from './script.ts';

export async function readIfThere(file: URL): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}
