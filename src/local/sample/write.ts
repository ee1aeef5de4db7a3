/** Writes data through the API, by a function of its own that takes texts, whatever the one that is served does. */
import { loadApp } from '../host/app.ts';
import { startHost } from '../host/host.ts';
import { type Environment, messageOf, ScriptError } from '../script.ts';
import { type Mutate, mutateAt } from './mutate.ts';
import type { Mint } from './people.ts';

export async function write<Result>(
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
