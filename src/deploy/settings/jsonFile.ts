/** Reads a JSON file that a person wrote, and says where it is no JSON without showing what is in it. */

import { fileURLToPath } from 'node:url';
import { transform, type TransformFailure } from 'esbuild';
import { readIfThere } from '../../local/readIfThere.ts';
import { ScriptError } from '../../local/script.ts';

/** Undefined where there is no such file. */
export async function readJsonFile(file: URL): Promise<unknown> {
  const written = await readIfThere(file);
  if (written === undefined) return undefined;
  // Editors on Windows put a byte order mark before it.
  const text = written.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch {
    // Not as the cause: the engine's message quotes the text, which may hold a key. It does not always say where, either.
    const place = await placeOf(text);
    throw new ScriptError(`${fileURLToPath(file)}:${place} is not JSON: correct it`);
  }
}

/** Line and column of the first mistake, both from 1 on. */
async function placeOf(text: string): Promise<string> {
  const { errors } = await transform(text, { loader: 'json', logLevel: 'silent' }).then(
    () => ({ errors: [] }),
    (failure: TransformFailure) => failure,
  );
  const { line = 1, column = 0 } = errors[0]?.location ?? {};
  return `${line}:${column + 1}`;
}
