/** Writes what GraphQL codegen makes for the desk: `npm run codegen`, after every change to the schema or to a document. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { generate } from '@graphql-codegen/cli';
import type { Types } from '@graphql-codegen/plugin-helpers';
import { messageOf, runScript, ScriptError } from '../../src/local/script.ts';
import { config } from './codegen.ts';

const root = new URL('../../', import.meta.url);

/** The text of each file, by its path in the project. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const settings = { ...config, cwd: fileURLToPath(root), silent: true };
  const files: readonly Types.FileOutput[] = await generate(settings, false).catch(refuse);
  return new Map(files.map(({ filename, content }) => [placeOf(filename), ended(content)]));
}

/** What is wrong in a document, and where. */
function refuse(cause: unknown): never {
  throw new ScriptError(messageOf(cause), { cause });
}

/** The build takes trusted operations from one folder. */
function placeOf(filename: string): string {
  return filename.endsWith('persisted-documents.json') ? 'operations/desk.json' : filename;
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

if (import.meta.main) {
  await runScript(async () => {
    const files = await generated();
    await Promise.all([...files].map(([path, text]) => writeFile(new URL(path, root), text)));
  });
}
