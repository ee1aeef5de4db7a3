/** A hash that is equal for two requests exactly when they ask for the same. */
import { createHash } from 'node:crypto';
import { isRecord } from '../record.ts';

export function fingerprint(subject: string, mutation: string, input: unknown): string {
  return createHash('sha256')
    .update(canonical([subject, mutation, input]))
    .digest('base64url');
}

/** JSON with sorted keys, without what is null: absent is null. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .filter(([, field]) => field !== null && field !== undefined)
            .toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
}
