/** Who is measured against whom, and how each is started. */
import { join } from 'node:path';
import {
  type Bundle,
  bundleApollo,
  bundleBare,
  bundleHost,
  bundleOurs,
  bundleParts,
  bundleRaw,
} from './bundles.ts';
import { cosmosSettings } from './database.ts';
import type { Identity } from './identity.ts';
import { type Contender, startInstance } from './instances.ts';
import type { PartName } from './parts.ts';
import type { World } from './requests.ts';

export interface Bundles {
  readonly ours: Bundle;
  readonly apollo: Bundle;
  readonly bare: Bundle;
  readonly raw: Bundle;
  readonly parts: Bundle;
  readonly host: Bundle;
}

export async function bundleAll(directory: string): Promise<Bundles> {
  const at = (name: string) => join(directory, name);
  const [ours, apollo, bare, raw, parts, host] = await Promise.all([
    bundleOurs(at('ours')),
    bundleApollo(at('apollo')),
    bundleBare(at('bare')),
    bundleRaw(at('raw')),
    bundleParts(at('parts')),
    bundleHost(at('host')),
  ]);
  return { ours, apollo, bare, raw, parts, host };
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

function settingsOf(
  { authorization, settings: trust }: Identity,
  endpoint: string,
  tenantId: string,
) {
  return {
    ...trust,
    ...cosmosSettings(endpoint),
    BENCH_AUTHORIZATION: authorization,
    BENCH_TENANT: tenantId,
  };
}

export function partOf(
  name: PartName,
  { parts }: Bundles,
  ...[identity, endpoint, tenantId]: Parameters<typeof settingsOf>
): Contender {
  const settings = { ...settingsOf(identity, endpoint, tenantId), BENCH_PART: name };
  return { name, entry: parts.entry, style: 'raw', settings };
}

export function contendersOf(
  { ours, apollo, raw }: Bundles,
  ...[identity, endpoint, tenantId]: Parameters<typeof settingsOf>
): Readonly<Record<ContenderName, Contender>> {
  const settings = settingsOf(identity, endpoint, tenantId);
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
