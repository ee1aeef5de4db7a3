/** `npm start`: the function on this machine, with a Cosmos DB, sample data, tokens, and something to paste. */

import { containers } from '../cosmos/containers.ts';
import { startCosmosDb } from './cosmosdb/server.ts';
import { applySettings, assertReachable, readPort } from './environment.ts';
import { renderGraphiql } from './graphiql.ts';
import { loadApp } from './host/app.ts';
import { type Host, type HostOptions, startHost } from './host/host.ts';
import { type Mutate, mutateAt } from './sample/mutate.ts';
import { contoso, createMint, type Mint, oneOfEachRole } from './sample/people.ts';
import { loadSample } from './sample/sample.ts';
import { writeScenarios } from './sample/scenarios.ts';
import {
  codeOf,
  type Environment,
  messageOf,
  runUntilStopped,
  ScriptError,
  textOf,
} from './script.ts';

/** Fills `env`, from which the function has its settings, and answers what to tell the person who started it. */
async function start(env: Environment, running: AsyncDisposableStack): Promise<string> {
  const port = readPort(env);
  const isGiven = textOf(env, 'COSMOS_ENDPOINT') !== '';
  const started = isGiven ? undefined : running.use(await startDatabase(env));
  const { settings, takesDevelopmentTokens } = await applySettings(env, started);
  if (isGiven) await assertReachable(settings.cosmos.endpoint);

  const mint = createMint(settings.jwt);
  const takesTexts = !settings.trustedOnly;
  const page = {
    path: '/graphql',
    render: async () => renderGraphiql(takesDevelopmentTokens ? await mint(contoso.bob) : ''),
  };
  const host = await startOn(port, { ...(await loadApp(env)), ...(takesTexts && { page }) });
  running.defer(() => host.close());

  const endpoint = `${host.url}/graphql`;
  const how = takesTexts ? 'open it for GraphiQL, press Ctrl-C to stop.' : 'press Ctrl-C to stop.';
  const title = `Order Desk is at ${endpoint}: ${how}`;
  if (!takesDevelopmentTokens) {
    return `${title}\n\nIt trusts keys of yours, so it needs your tokens.`;
  }
  const [sentences] = await write(env, mint, (mutate) =>
    Promise.all([
      takesTexts ? writeScenarios(mutate, mint, endpoint) : explainTrustedOnly(endpoint),
      isGiven ? undefined : loadSample(mutate),
    ]),
  );
  return [
    title,
    isGiven
      ? `Its data is in the Cosmos DB at ${textOf(env, 'COSMOS_ENDPOINT')}.`
      : 'Its data is in memory: samples of the tenants contoso and fabrikam.',
    await describeTokens(mint),
    sentences,
  ].join('\n\n');
}

function startDatabase(env: Environment) {
  return startCosmosDb({ database: textOf(env, 'COSMOS_DATABASE') || 'orderdesk', containers });
}

async function startOn(port: number, options: Omit<HostOptions, 'port'>): Promise<Host> {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'is taken: choose another, as in PORT=7072 npm start',
    EACCES: 'is not for you: choose one above 1023',
  };
  try {
    return await startHost({ ...options, port });
  } catch (cause) {
    const reason = reasons[codeOf(cause)];
    throw reason === undefined ? cause : new ScriptError(`port ${port} ${reason}`, { cause });
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

/** What is written is sent as texts: to a function of its own that takes them, whatever the other one does. */
async function write<Result>(
  env: Environment,
  mint: Mint,
  work: (mutate: Mutate) => Promise<Result>,
): Promise<Result> {
  const app = await loadApp({ ...env, GRAPHQL_TRUSTED_ONLY: 'false' });
  const host = await startHost({ port: 0, ...app });
  try {
    return await work(mutateAt(`${host.url}/graphql`, mint));
  } catch (cause) {
    throw new ScriptError(`the sample data could not be written: ${messageOf(cause)}`, { cause });
  } finally {
    await host.close();
  }
}

function explainTrustedOnly(endpoint: string): string {
  return `GRAPHQL_TRUSTED_ONLY is set: it serves the operations of operations/ by their ids, and refuses texts. So there is
neither GraphiQL nor a line to paste here: npm run smoke -- ${endpoint} sends some of those operations.`;
}

await runUntilStopped((running) => start(process.env, running));
