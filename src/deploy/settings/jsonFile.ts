/** Reads a JSON file that a person wrote, and says where it is no JSON without showing what is in it. */

import { fileURLToPath } from 'node:url';
import { readIfThere } from '../../local/readIfThere.ts';
import { messageOf, ScriptError } from '../../local/script.ts';

/** Undefined where there is no such file. */
export async function readJsonFile(file: URL): Promise<unknown> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not as the cause: the engine's message quotes the text, which may hold a key.
    throw new ScriptError(`${fileURLToPath(file)}:${placeOf(text)} is not JSON: correct it`);
  }
}

/** The engine tells the place of some errors only. It lies behind the longest part that could go on as JSON. */
function placeOf(text: string): string {
  let end = text.length;
  while (end > 0 && !canGoOn(text.slice(0, end))) end -= 1;
  const lines = text.slice(0, end).split('\n');
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

/** Nothing is wrong with it but, at most, that it ends. */
function canGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = messageOf(error);
    const [, position] = / at position (\d+)/.exec(message) ?? [];
    return position === undefined
      ? message.includes('end of JSON')
      : Number(position) === text.length;
  }
}
