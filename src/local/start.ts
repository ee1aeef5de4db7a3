/** `npm start`: the function on this machine, with a Cosmos DB, sample data, and pages for people. */

import { containers } from '../cosmos/containers.ts';
import { startCosmosDb } from './cosmosdb/server.ts';
import { applySettings, assertReachable, readListening, readPageHosts } from './environment.ts';
import { loadApp } from './host/app.ts';
import { type Host, type HostOptions, startHost } from './host/host.ts';
import { deskAt } from './pages/desk.ts';
import { explainTrustedOnly, graphiqlPage } from './pages/graphiql.ts';
import { createPages } from './pages/pages.ts';
import { createMint } from './sample/people.ts';
import { loadSample } from './sample/sample.ts';
import { openScenarios } from './sample/scenarios.ts';
import { write } from './sample/write.ts';
import {
  codeOf,
  type Environment,
  parseArguments,
  runUntilStopped,
  ScriptError,
  textOf,
} from './script.ts';
import { welcome } from './welcome.ts';

/** Fills `env`, from which the function has its settings, and answers what to tell the person who started it. */
async function start(env: Environment, running: AsyncDisposableStack): Promise<string> {
  const listening = readListening(env);
  const pageHosts = readPageHosts(env);
  const cosmosEndpoint = textOf(env, 'COSMOS_ENDPOINT') || undefined;
  const database = cosmosEndpoint === undefined ? running.use(await startDatabase(env)) : undefined;
  const { settings, takesDevelopmentTokens } = await applySettings(env, database);
  if (!database) await assertReachable(settings.cosmos.endpoint);

  const { trustedOnly } = settings;
  const mint = createMint(settings.jwt);
  const signIn = takesDevelopmentTokens
    ? { mint, openScenarios: () => write(env, mint, openScenarios) }
    : undefined;
  const front = createPages({
    hosts: pageHosts,
    mint: signIn?.mint,
    database: database?.switch,
    desk: deskAt(),
    graphiql: trustedOnly ? explainTrustedOnly : graphiqlPage(signIn),
  });
  const { url, close } = await startOn({ ...listening, ...(await loadApp(env)), front });
  running.defer(() => close());

  const [scenarios] = takesDevelopmentTokens
    ? await write(env, mint, (mutate) =>
        Promise.all([openScenarios(mutate), database && loadSample(mutate)]),
      )
    : [];
  return welcome({
    url,
    trustedOnly,
    cosmosEndpoint,
    signIn: scenarios && { mint, scenarios },
    address: listening.address,
    pageHosts,
  });
}

function startDatabase(env: Environment) {
  return startCosmosDb({ database: textOf(env, 'COSMOS_DATABASE') || 'orderdesk', containers });
}

async function startOn(options: HostOptions): Promise<Host> {
  const { port, address } = options;
  const notOurs = `HOST is ${address}, which is no address of this machine: HOST=0.0.0.0 npm start takes all that it has`;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} is taken: choose another, as in PORT=7072 npm start`,
    EACCES: `port ${port} is not for you: choose one above 1023`,
    EADDRNOTAVAIL: notOurs,
    ENOTFOUND: notOurs,
    EAI_AGAIN: notOurs,
  };
  try {
    return await startHost(options);
  } catch (cause) {
    const reason = reasons[codeOf(cause)];
    throw reason === undefined ? cause : new ScriptError(reason, { cause });
  }
}

await runUntilStopped((running) => {
  parseArguments({ options: {} });
  return start(process.env, running);
});
