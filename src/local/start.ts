/** `npm start`: the function on this machine, with a Cosmos DB, sample data, tokens, and something to paste. */

import { containers } from '../cosmos/containers.ts';
import { readSettings } from '../settings/read.ts';
import { createApi } from './sample/api.ts';
import { startCosmosDb } from './cosmosdb/server.ts';
import {
  applySettings,
  assertReachable,
  type Environment,
  readPort,
  StartError,
  textOf,
} from './environment.ts';
import { renderGraphiql } from './graphiql.ts';
import { loadApp } from './host/app.ts';
import { type Host, type HostOptions, startHost } from './host/host.ts';
import { contoso, createMint, type Mint, oneOfEachRole } from './sample/people.ts';
import { loadSample } from './sample/sample.ts';
import { writeScenarios } from './sample/scenarios.ts';

/** Fills `env`, from which the function has its settings, and answers what to tell the person who started it. */
async function start(env: Environment, running: AsyncDisposableStack): Promise<string> {
  const port = readPort(env);
  const isGiven = textOf(env, 'COSMOS_ENDPOINT') !== '';
  const started = isGiven ? undefined : await startDatabase(env, running);
  const areTokensGood = await applySettings(env, started);
  if (isGiven) await assertReachable(textOf(env, 'COSMOS_ENDPOINT'));

  const mint = createMint(
    {
      issuer: textOf(env, 'JWT_ISSUER'),
      audience: textOf(env, 'JWT_AUDIENCE'),
      tenantClaim: textOf(env, 'JWT_TENANT_CLAIM') || undefined,
    },
    () => new Date(),
  );
  const page = {
    path: '/graphql',
    render: async () => renderGraphiql(areTokensGood ? await mint(contoso.bob) : ''),
  };
  const takesTexts = !isTrustedOnly(env);
  const host = await startHostOn({
    port,
    ...(await loadApp(env)),
    ...(takesTexts && { page }),
  });
  running.defer(() => host.close());

  const endpoint = `${host.url}/graphql`;
  const how = takesTexts ? 'open it for GraphiQL, press Ctrl-C to stop.' : 'press Ctrl-C to stop.';
  const title = `Order Desk is at ${endpoint}: ${how}`;
  if (!areTokensGood) return `${title}\n\nIt trusts keys of yours, so it needs your tokens.`;
  return [
    title,
    isGiven
      ? `Its data is in the Cosmos DB at ${textOf(env, 'COSMOS_ENDPOINT')}.`
      : 'Its data is in memory: samples of the tenants contoso and fabrikam.',
    await describeTokens(mint),
    takesTexts
      ? await write(endpoint, mint, !isGiven)
      : await writeAside(env, endpoint, mint, !isGiven),
  ].join('\n\n');
}

async function startDatabase(env: Environment, running: AsyncDisposableStack) {
  const database = textOf(env, 'COSMOS_DATABASE') || 'orderdesk';
  return running.use(await startCosmosDb({ database, containers }));
}

async function startHostOn(options: HostOptions): Promise<Host> {
  try {
    return await startHost(options);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const { port } = options;
    if (code === 'EADDRINUSE') {
      throw new StartError(`port ${port} is taken: choose another, as in PORT=7072 npm start`, {
        cause,
      });
    }
    if (code === 'EACCES') {
      throw new StartError(`port ${port} is not for you: choose one above 1023`, { cause });
    }
    throw cause;
  }
}

async function describeTokens(mint: Mint): Promise<string> {
  const lines = await Promise.all(
    oneOfEachRole.map(
      async (person) => `${person.role}, ${person.subject}:\n${await mint(person)}`,
    ),
  );
  return `Tokens for an hour in the tenant contoso (npm run token makes others):\n\n${lines.join('\n')}`;
}

function isTrustedOnly(env: Environment): boolean {
  const read = readSettings(env);
  return read.type === 'Settings' && read.settings.trustedOnly;
}

/** Sample data goes only where this process made the database. */
async function write(endpoint: string, mint: Mint, isOurs: boolean): Promise<string> {
  const api = createApi(endpoint, mint);
  const [scenarios] = await explained(
    Promise.all([writeScenarios(api, mint, endpoint), isOurs ? loadSample(api) : undefined]),
  );
  return scenarios;
}

/** Sample data is sent as texts: where these are refused, to a function of its own that takes them. */
async function writeAside(
  env: Environment,
  endpoint: string,
  mint: Mint,
  isOurs: boolean,
): Promise<string> {
  if (isOurs) {
    const app = await loadApp({ ...env, GRAPHQL_TRUSTED_ONLY: 'false' });
    const host = await startHost({ port: 0, ...app });
    try {
      await explained(loadSample(createApi(`${host.url}/graphql`, mint)));
    } finally {
      await host.close();
    }
  }
  return `GRAPHQL_TRUSTED_ONLY is set: it serves the operations of operations/ by their ids, and refuses texts. So there is
neither GraphiQL nor a line to paste here: npm run smoke -- ${endpoint} sends some of those operations.`;
}

async function explained<Result>(writing: Promise<Result>): Promise<Result> {
  try {
    return await writing;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`the sample data could not be written: ${message}`, { cause });
  }
}

async function main(): Promise<void> {
  const running = new AsyncDisposableStack();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      running.disposeAsync().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
  try {
    console.log(await start(process.env, running));
  } catch (error) {
    if (running.disposed) return;
    console.error(error instanceof StartError ? error.message : error);
    await running.disposeAsync();
    process.exit(1);
  }
}

await main();
