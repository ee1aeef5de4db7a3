/** `npm start` as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../src/local/start.ts', import.meta.url));
const started: ChildProcess[] = [];

type Variables = Readonly<Record<string, string>>;

export function spawnStart(env: Variables) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [script], {
    env: { PATH, HOME, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return child;
}

export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL') {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}

export async function stopAll(): Promise<void> {
  await Promise.all(started.map((child) => stop(child)));
}

/** Started until it has told everything, of which this is in the last sentence. */
export async function start(env: Variables = {}, lastSentence = 'If he still wants to') {
  const child = spawnStart(env);
  const failed = text(child.stderr);
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    output += String(chunk);
    if (output.includes(lastSentence)) break;
  }
  const [url] = /http:\S+\/graphql/.exec(output) ?? [];
  if (url === undefined) throw new Error(`${output}${await failed}`);
  return { child, output, url };
}

export async function fail(env: Variables) {
  const child = spawnStart(env);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null) await once(child, 'exit');
  return { out, err: err.trim().split('\n'), code: child.exitCode };
}
