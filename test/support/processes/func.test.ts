import { expect, test } from 'vitest';
import { runScript } from './run.ts';

test('without func in PATH, npm run test:host says in one line what to install', async () => {
  const script = new URL('../../host.ts', import.meta.url);
  expect(await runScript(script, [], { env: {} })).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^there is no func in PATH: install .*Core Tools 4.*\n$/),
  });
});
