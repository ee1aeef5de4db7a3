import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('without func in PATH, npm run test:host says in one line what to install', async () => {
  const script = fileURLToPath(new URL('../../host.ts', import.meta.url));
  const finished = new Promise((resolve) => {
    const child = execFile(process.execPath, [script], { env: {} }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
  expect(await finished).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^there is no func in PATH: install .*Core Tools 4.*\n$/),
  });
});
