/** What the questions ask with: the contenders, the database that they share, and what lies in it. */
import { fileURLToPath } from 'node:url';
import { loadApp } from '../../src/local/host/app.ts';
import { startHost } from '../../src/local/host/host.ts';
import { mutateAt } from '../../src/local/sample/mutate.ts';
import { bundleAll, type ContenderName, tenant } from './contenders/contenders.ts';
import { startInstance } from './contenders/instance.ts';
import { cosmosSettings, startDatabase } from './data/database.ts';
import { createIdentity } from './data/identity.ts';
import { startSlowProxy } from './data/slowProxy.ts';
import { createWorld, type Size } from './data/world.ts';

export type Bench = Awaited<ReturnType<typeof openBench>>;

const folder = fileURLToPath(new URL('../../.local/bench', import.meta.url));

/** `quick` is less of everything, in under three minutes. */
export async function openBench(quick: boolean, running: AsyncDisposableStack) {
  const bundles = await bundleAll(folder);
  const database = running.use(await startDatabase());
  const proxy = running.use(await startSlowProxy(database.endpoint));
  const { mint, settings } = await createIdentity();
  const settingsOf = (endpoint: string) => ({ ...settings, ...cosmosSettings(endpoint) });
  const host = await startHost({ port: 0, ...(await loadApp(settingsOf(database.endpoint))) });
  running.defer(() => host.close(0));
  const makers = { database, mint, mutate: mutateAt(`${host.url}/graphql`, mint) };
  return {
    quick,
    bundles,
    proxy,
    start: (name: ContenderName, endpoint = database.endpoint) =>
      startInstance(name, bundles, settingsOf(endpoint)),
    world: await createWorld(makers, tenant, { ofEach: 40, changes: 6, page: 20 }),
    createWorld: (another: string, size: Size) => createWorld(makers, another, size),
  };
}

/** Each has its turn in each round: A B C, then B C A. The rounds that warm up have numbers below 0. */
export function* turns<Name>(names: readonly Name[], warmUp: number, rounds: number) {
  for (let round = -warmUp; round < rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) yield { round, name };
  }
}
