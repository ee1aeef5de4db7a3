/** What is generated for frontends is what is committed. */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readIfThere } from '../../src/local/readIfThere.ts';
import { hasFrontendTools } from '../support/frontendTools.ts';

const root = new URL('../../', import.meta.url);

test.skipIf(!hasFrontendTools('Whether what codegen writes is fresh is not tested'))(
  'what codegen writes is committed as it is, and nothing that it no longer writes',
  async () => {
    const { generated } = await import('./generate.ts');
    const files = await generated();
    const there = globSync('examples/desk/gql/*', { cwd: fileURLToPath(root) });
    const paths = [...new Set([...files.keys(), ...there])];
    const texts = await Promise.all(paths.map((path) => readIfThere(new URL(path, root))));
    const stale = paths.filter((path, index) => texts[index] !== files.get(path));
    expect(stale, 'run `npm run codegen`, and remove what it does not write').toEqual([]);
  },
);
