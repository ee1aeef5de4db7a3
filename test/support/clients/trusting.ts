/** Sends what can be a trusted operation as one: its text is in a manifest, and the request has its hash instead. */
import { createHash } from 'node:crypto';
import type { DocumentNode } from 'graphql';
import { schema } from '../../../schema/index.ts';
import { isRecord } from '../../../src/record.ts';
import { compileManifests } from '../../../src/server/trusted/manifest.ts';
import type { TrustedOperations } from '../../../src/server/trusted/operations.ts';
import type { Send } from '../api.ts';

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What the build makes of a manifest that is good. */
export function operationsOf(content: unknown): TrustedOperations {
  const compiled = compileManifests([{ name: 'the test', content }], schema);
  if (compiled.type !== 'Operations') throw new Error(compiled.problems.join('\n'));
  return compiled.operations;
}

export function trustingSend(open: (operations: TrustedOperations) => Send): Send {
  const operations = new Map<string, DocumentNode>();
  const send = open(operations);
  return (request) => {
    // What is tested by its length keeps it.
    const params = (request.body?.length ?? 0) < 100_000 ? paramsOf(request.body) : undefined;
    const text = params?.['query'];
    if (typeof text !== 'string') return send(request);
    const id = hashOf(text);
    const compiled = compileManifests([{ name: 'the test', content: { [id]: text } }], schema);
    // What the build refuses is no trusted operation: the API gets to see it as it is.
    if (compiled.type !== 'Operations') return send(request);
    for (const [hash, document] of compiled.operations) operations.set(hash, document);
    const { query: _query, ...rest } = params ?? {};
    return send({ ...request, body: JSON.stringify({ ...rest, documentId: id }) });
  };
}

function paramsOf(
  body: string | Uint8Array | undefined,
): Readonly<Record<string, unknown>> | undefined {
  try {
    // What is no UTF-8 stays so.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body ?? ''));
    const params: unknown = JSON.parse(text);
    return isRecord(params) ? params : undefined;
  } catch {
    return undefined;
  }
}
