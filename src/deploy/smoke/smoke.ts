/** `npm run smoke -- URL`: tries a running API, and says what works, up to the first thing that does not. */

import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { textOf } from '../../local/environment.ts';
import { contoso, createMint } from '../../local/sample/people.ts';
import { runSmoke } from './steps.ts';
import { isLoopback, parseUrl } from '../urls.ts';

const usage = `usage: npm run smoke -- <URL of the API> [--token <token>] [--wait <seconds>]
ORDER_DESK_TOKEN may hold the token, which needs the role Teller. On this machine none is needed: it is that of npm start.
--wait is for an API that was deployed just now.`;

class UsageError extends Error {}

interface Arguments {
  readonly endpoint: URL;
  readonly token: string | undefined;
  readonly waitSeconds: number;
}

function readArguments(): Arguments {
  const { values, positionals } = parse();
  const [text, ...others] = positionals;
  if (text === undefined || others.length > 0) throw new UsageError('give one URL');
  const url = parseUrl(text);
  if (url === undefined) {
    throw new UsageError(`${text} is not an https URL (http on this machine only)`);
  }
  const waitSeconds = Number(values.wait ?? 0);
  if (!(waitSeconds >= 0 && waitSeconds <= 3600)) throw new UsageError('--wait is 0 to 3600');
  const endpoint = new URL(
    url.pathname === '/' ? '/graphql' : url.pathname.replace(/\/+$/, ''),
    url,
  );
  const token = values.token ?? (textOf(process.env, 'ORDER_DESK_TOKEN') || undefined);
  if (token === undefined && !isLoopback(url)) {
    throw new UsageError('give a token: only the API on this machine trusts the development key');
  }
  return { endpoint, token, waitSeconds };
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { token: { type: 'string' }, wait: { type: 'string' } },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message, { cause: error });
  }
}

function mintDevelopmentToken(): Promise<string> {
  const { env } = process;
  const mint = createMint(
    {
      issuer: textOf(env, 'JWT_ISSUER') || undefined,
      audience: textOf(env, 'JWT_AUDIENCE') || undefined,
      tenantClaim: textOf(env, 'JWT_TENANT_CLAIM') || undefined,
    },
    () => new Date(),
  );
  return mint(contoso.ann);
}

/** Answers late or never where the API is not there yet: the steps will say so. */
async function waitUntilHealthy(endpoint: URL, seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const signal = AbortSignal.timeout(10_000);
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const answer = await fetch(`${endpoint.href}/health`, { signal }).catch(() => undefined);
    if (answer?.status === 200) return;
    // oxlint-disable-next-line no-await-in-loop -- an API that starts has nothing else to wait for
    await pause(1000);
  }
}

/** fetch says no more than that it failed, and why in the cause. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const isKnown = error.message !== 'fetch failed' || !(cause instanceof Error);
  return isKnown ? error.message : `the API cannot be reached: ${cause.message || cause.name}`;
}

try {
  const { endpoint, token, waitSeconds } = readArguments();
  await waitUntilHealthy(endpoint, waitSeconds);
  await runSmoke({
    endpoint: endpoint.href,
    token: token ?? (await mintDevelopmentToken()),
    say: (line) => console.log(`ok: ${line}`),
  });
  console.log(`${endpoint.href} works.`);
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `${error.message}\n${usage}` : `wrong: ${explain(error)}`);
  process.exitCode = isUsage ? 2 : 1;
}
