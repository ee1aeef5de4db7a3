/** Request units by the published formulas: what the service would charge for a call, by the documents in it. */

import type { ContainerDefinition } from '../cosmos/containers.ts';
import type { Call, StoredDocument } from './costCalls.ts';

// "Understand request units consumption in Azure Cosmos DB", 2026-04-21, session consistency, one region.
const publishedCharges: readonly {
  readonly kb: number;
  readonly read: number;
  readonly write: number;
}[] = [
  { kb: 1, read: 1, write: 4.95 },
  { kb: 2, read: 1.04, write: 6.29 },
  { kb: 4, read: 1.14, write: 6.67 },
  { kb: 8, read: 1.33, write: 7.04 },
  { kb: 16, read: 1.67, write: 9.52 },
  { kb: 32, read: 2.19, write: 11.23 },
  { kb: 64, read: 4.76, write: 22.67 },
  { kb: 128, read: 9.95, write: 48.19 },
  { kb: 256, read: 20.28, write: 98.29 },
  { kb: 512, read: 40.95, write: 184.57 },
  { kb: 1024, read: 145.9, write: 625 },
  { kb: 2048, read: 291.8, write: 1250 },
];

const perIndexedTerm = 0.2;

// Assumed: nobody publishes it. A query that finds one document of 1 KB is known to cost about 2.8 RU.
const perQuery = 1.8;

// The service indexes these whatever the policy says, and `_ts` is another after each write.
const termsAlwaysIndexed = 2;
const termsAlwaysChanged = 1;

/** Straight lines between the published sizes; below the smallest, the smallest. */
function publishedCharge(kind: 'read' | 'write', kb: number): number {
  const next = publishedCharges.findIndex((row) => row.kb >= kb);
  const high = publishedCharges[next];
  if (!high) throw new Error('no document is larger than 2 MB');
  const low = publishedCharges[next - 1] ?? high;
  const share = high === low ? 0 : (kb - low.kb) / (high.kb - low.kb);
  return low[kind] + share * (high[kind] - low[kind]);
}

export function readCharge(kb: number): number {
  return publishedCharge('read', kb);
}

export function createCharge(kb: number, terms: number): number {
  return publishedCharge('write', kb) + perIndexedTerm * terms;
}

/** The service takes the old document out and puts the new one in. */
export function replaceCharge(
  before: { readonly kb: number; readonly lostTerms: number },
  after: { readonly kb: number; readonly newTerms: number },
): number {
  return createCharge(before.kb, before.lostTerms) + createCharge(after.kb, after.newTerms);
}

export function queryCharge(sizesInKb: readonly number[]): number {
  return sizesInKb.reduce((sum, kb) => sum + readCharge(kb), perQuery);
}

export function bytesOf(document: StoredDocument): number {
  return Buffer.byteLength(JSON.stringify(document));
}

export function kbOf(document: StoredDocument): number {
  return bytesOf(document) / 1024;
}

export function chargeOf(call: Call, { indexingPolicy }: ContainerDefinition): number {
  const termsOf = (document: StoredDocument) =>
    indexingPolicy.includedPaths.flatMap(({ path }) => indexedTerms(document, path));
  switch (call.type) {
    case 'Read':
      return readCharge(kbOf(call.document));
    case 'Query':
      return queryCharge(call.documents.map(kbOf));
    case 'Create':
      return createCharge(kbOf(call.document), termsOf(call.document).length + termsAlwaysIndexed);
    case 'Replace': {
      const [before, after] = [termsOf(call.before), termsOf(call.after)];
      const lost = before.filter((term) => !after.includes(term)).length;
      const gained = after.filter((term) => !before.includes(term)).length;
      return replaceCharge(
        { kb: kbOf(call.before), lostTerms: lost + termsAlwaysChanged },
        { kb: kbOf(call.after), newTerms: gained + termsAlwaysChanged },
      );
    }
    case 'Refused':
      // Assumed: nobody publishes it. The service has to look at the document, as for a read.
      return readCharge(call.document === undefined ? 0 : kbOf(call.document));
    case 'Free':
      return 0;
  }
}

/** The values at one path of an indexing policy, such as `/requestIds/[]/?`, each with the path. */
export function indexedTerms(document: StoredDocument, path: string): readonly string[] {
  const steps = path.split('/').slice(1, -1);
  const values = steps.reduce<readonly unknown[]>(
    (found, step) => found.flatMap((value) => stepInto(value, step)),
    [document],
  );
  return values.map((value) => `${path}=${String(value)}`);
}

function stepInto(value: unknown, step: string): readonly unknown[] {
  if (step === '[]') return Array.isArray(value) ? value : [];
  if (typeof value !== 'object' || value === null) return [];
  const inner = new Map(Object.entries(value)).get(step);
  return inner === undefined ? [] : [inner];
}
