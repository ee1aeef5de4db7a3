/** `npm run smoke -- URL`: tries a running API, and says what works, up to the first thing that does not. */

import { setTimeout as pause } from 'node:timers/promises';
import { contoso, createMint } from '../../local/sample/people.ts';
import {
  messageOf,
  parseArguments,
  runScript,
  ScriptError,
  textOf,
  UsageError,
} from '../../local/script.ts';
import { isLoopback, parsePrivateUrl } from '../../settings/text.ts';
import { runSmoke } from './steps.ts';

const usage = `usage: npm run smoke -- <URL of the API> [--token <token>] [--wait <seconds>]
ORDER_DESK_TOKEN may hold the token, which needs the role Teller. On this machine none is needed: it is that of npm start.
--wait is for an API that was deployed just now.`;

interface Arguments {
  readonly endpoint: string;
  readonly token: string | undefined;
  readonly waitSeconds: number;
}

function readArguments(): Arguments {
  const { values, positionals } = parseArguments({
    allowPositionals: true,
    options: { token: { type: 'string' }, wait: { type: 'string' } },
  });
  const [text, ...others] = positionals;
  if (text === undefined || others.length > 0) throw new UsageError('give one URL');
  const url = parsePrivateUrl(text);
  if (url === undefined) {
    throw new UsageError(`${text} is not an https URL (http on this machine only)`);
  }
  const waitSeconds = Number(values.wait ?? 0);
  if (!(waitSeconds >= 0 && waitSeconds <= 3600)) throw new UsageError('--wait is 0 to 3600');
  const token = values.token ?? (textOf(process.env, 'ORDER_DESK_TOKEN') || undefined);
  if (token === undefined && !isLoopback(url)) {
    throw new UsageError('give a token: only the API on this machine trusts the development key');
  }
  const path = url.pathname === '/' ? '/graphql' : url.pathname.replace(/\/+$/, '');
  return { endpoint: new URL(path, url).href, token, waitSeconds };
}

function mintDevelopmentToken(): Promise<string> {
  const setting = (name: string) => textOf(process.env, name) || undefined;
  const mint = createMint({
    issuer: setting('JWT_ISSUER'),
    audience: setting('JWT_AUDIENCE'),
    tenantClaim: setting('JWT_TENANT_CLAIM'),
  });
  return mint(contoso.ann);
}

/** Answers late or never where the API is not there yet: the steps will say so. */
async function waitUntilHealthy(endpoint: string, seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const signal = AbortSignal.timeout(10_000);
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const answer = await fetch(`${endpoint}/health`, { signal }).catch(() => undefined);
    if (answer?.status === 200) return;
    // oxlint-disable-next-line no-await-in-loop -- an API that starts has nothing else to wait for
    await pause(1000);
  }
}

await runScript(async () => {
  const { endpoint, token = await mintDevelopmentToken(), waitSeconds } = readArguments();
  await waitUntilHealthy(endpoint, waitSeconds);
  try {
    await runSmoke({ endpoint, token, say: (line) => console.log(`ok: ${line}`) });
  } catch (cause) {
    throw new ScriptError(`wrong: ${messageOf(cause)}`, { cause });
  }
  console.log(`${endpoint} works.`);
}, usage);
