/** `npm run stack < log`: a log with the places of the sources where its stacks name those of the bundle. */

import { SourceMap } from 'node:module';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runScript } from '../../local/script.ts';
import { runBuilds } from './build.ts';

// A frame: perhaps a function in its short name, then the file with its path or URL, then line and column from 1 on.
const frame = /\bat (?:async )?(?:[^\n(]* \()?\S*?([\w-]+\.mjs):(\d+):(\d+)\)?/g;

/** The same sources make the same bundle, so what a log names is found by making it once more. */
export async function createStackReader(): Promise<(log: string) => string> {
  const directory = fileURLToPath(new URL('../../../dist', import.meta.url));
  const options = { write: false, sourcemap: 'external', sourcesContent: false } as const;
  const results = await runBuilds(directory, options);
  const maps = new Map(
    results
      .flatMap(({ outputFiles = [] }) => outputFiles)
      .filter(({ path }) => path.endsWith('.map'))
      .map(({ path, text: map }) => [basename(path, '.map'), new SourceMap(JSON.parse(map))]),
  );
  return (log) =>
    log.replaceAll(frame, (unread: string, file: string, line: string, column: string) => {
      const place = maps.get(file)?.findOrigin(Number(line), Number(column));
      if (!place || !('fileName' in place)) return unread;
      const { fileName, lineNumber, columnNumber } = place;
      return `at ${fileName.replace(/^(?:\.\.\/)+/, '')}:${lineNumber}:${columnNumber}`;
    });
}

if (import.meta.main) {
  await runScript(async () => {
    const read = await createStackReader();
    process.stdout.write(read(await text(process.stdin)));
  });
}
