/** A copy of the project with a patch on it: what somebody has who adds to it. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Patched extends AsyncDisposable {
  /** Ends in a slash. */
  readonly folder: URL;
  /** Runs a command there, and answers all that it prints. */
  readonly run: (command: string, ...args: readonly string[]) => Promise<Ran>;
  /** Puts another text in place of one that is in a file there, until it is disposed of. */
  readonly plant: (path: string, text: string, other: string) => Promise<AsyncDisposable>;
}

export interface Ran {
  readonly succeeded: boolean;
  readonly output: string;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

export async function openPatched(patch: URL): Promise<Patched> {
  const folder = await mkdtemp(join(tmpdir(), 'patched-'));
  const run: Patched['run'] = (command, ...args) => runIn(folder, command, args);
  const listed = await runIn(root, 'git', ['ls-files', '-co', '--exclude-standard']);
  for (const path of listed.output.trim().split('\n')) {
    if (path === 'node_modules') continue; // a link, where somebody has one
    await cp(join(root, path), join(folder, path), { errorOnExist: true });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const applied = await run('git', 'apply', fileURLToPath(patch));
  if (!applied.succeeded) throw new Error(`${patch.pathname} does not apply: ${applied.output}`);
  return {
    folder: pathToFileURL(`${folder}/`),
    run,
    plant: async (path, text, other) => {
      const whole = await readFile(join(folder, path), 'utf8');
      if (!whole.includes(text)) throw new Error(`${path} has no ${text}`);
      await writeFile(join(folder, path), whole.replace(text, other));
      return { [Symbol.asyncDispose]: () => writeFile(join(folder, path), whole) };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** Without what vitest tells its own processes. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:VITEST|NODE_ENV|TEST$)/.test(name)),
);

function runIn(cwd: string, command: string, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd, env: environment, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ succeeded: error === null, output: stdout + stderr });
    });
  });
}

/** What the command printed where it failed. */
export async function complaint(ran: Promise<Ran>): Promise<string> {
  const { succeeded, output } = await ran;
  return succeeded ? '' : `it failed: ${output}`;
}
