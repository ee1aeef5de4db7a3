/** Writes a folder anew while others read it: whoever opens a file of it finds the old one or the new one, whole. */

import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What `write` puts into its draft is all that the folder has then. Where it fails, the folder stays as it was. */
export async function replaceFolder<Result>(
  folder: string,
  write: (draft: string) => Promise<Result>,
): Promise<Result> {
  const beside = dirname(folder);
  await mkdir(beside, { recursive: true });
  // On the same disk, where a rename is done at once.
  const draft = await mkdtemp(join(beside, `.${basename(folder)}-`));
  try {
    const result = await write(draft);
    await moveInto(folder, draft);
    return result;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function moveInto(folder: string, draft: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const old = await readdir(folder);
  const names = await readdir(draft);
  const move = (name: string) => rename(join(draft, name), join(folder, name));
  // What was not there goes first: a file that takes the place of an old one finds all that it imports.
  await Promise.all(names.filter((name) => !old.includes(name)).map(move));
  await Promise.all(names.filter((name) => old.includes(name)).map(move));
  const stale = old.filter((name) => !names.includes(name));
  await Promise.all(stale.map((name) => rm(join(folder, name), { recursive: true })));
}
