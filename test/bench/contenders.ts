/** Who is measured against whom, and how each is started. */
import { join } from 'node:path';
import {
  type Bundle,
  bundleApollo,
  bundleBare,
  bundleHost,
  bundleOurs,
  bundleRaw,
} from './bundles.ts';
import { cosmosSettings } from './database.ts';
import type { Identity } from './identity.ts';
import { type Contender, startInstance } from './instances.ts';
import type { World } from './requests.ts';

export interface Bundles {
  readonly ours: Bundle;
  readonly apollo: Bundle;
  readonly bare: Bundle;
  readonly raw: Bundle;
  readonly host: Bundle;
}

export async function bundleAll(directory: string): Promise<Bundles> {
  const at = (name: string) => join(directory, name);
  const [ours, apollo, bare, raw, host] = await Promise.all([
    bundleOurs(at('ours')),
    bundleApollo(at('apollo')),
    bundleBare(at('bare')),
    bundleRaw(at('raw')),
    bundleHost(at('host')),
  ]);
  return { ours, apollo, bare, raw, host };
}

export type ContenderName = 'ours' | 'trusted' | 'apollo' | 'apolloWithoutCache' | 'raw';

/** How they are called in the results. */
export const labels: Readonly<Record<ContenderName, string>> = {
  ours: 'Order Desk',
  trusted: 'Order Desk, trusted',
  apollo: 'Apollo',
  apolloWithoutCache: 'Apollo, no cache',
  raw: 'raw SDK',
};

export function contendersOf(
  { ours, apollo, raw }: Bundles,
  { authorization, settings: trust }: Identity,
  endpoint: string,
  tenantId: string,
): Readonly<Record<ContenderName, Contender>> {
  const settings = {
    ...trust,
    ...cosmosSettings(endpoint),
    BENCH_AUTHORIZATION: authorization,
    BENCH_TENANT: tenantId,
  };
  const contender = (name: ContenderName, { entry }: Bundle, style: Contender['style']) => ({
    name: labels[name],
    entry,
    style,
    settings,
  });
  return {
    ours: contender('ours', ours, 'query'),
    trusted: contender('trusted', ours, 'trusted'),
    apollo: contender('apollo', apollo, 'query'),
    apolloWithoutCache: {
      ...contender('apolloWithoutCache', apollo, 'query'),
      settings: { ...settings, BENCH_DOCUMENT_STORE: 'off' },
    },
    raw: contender('raw', raw, 'raw'),
  };
}

/** What the build says where it does not know the bench's documents as trusted operations. */
export async function whyNotTrusted(trusted: Contender, world: World): Promise<string | undefined> {
  await using instance = await startInstance(trusted);
  const { calls, expectation } = await world.requests('read', 1);
  try {
    await instance.batch({ calls, expectation, count: 1, concurrency: 1 });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
