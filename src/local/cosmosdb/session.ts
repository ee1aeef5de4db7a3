/** Session tokens as Cosmos DB writes them: `<range>:<version>#<lsn>`, several of them comma-separated. */

export type SessionPoint = ReadonlyMap<string, number>;

/** The log sequence number per partition key range; undefined when the token is malformed. */
export function parseSessionToken(token: string): SessionPoint | undefined {
  const points = new Map<string, number>();
  for (const part of token.split(',')) {
    const match = /^\s*([^:,\s]+):-?\d+#(\d+)(?:#\d+=-?\d+)*\s*$/.exec(part);
    const [, range, lsn] = match ?? [];
    if (range === undefined || lsn === undefined) return undefined;
    points.set(range, Math.max(points.get(range) ?? 0, Number(lsn)));
  }
  return points;
}

/** Whether a replica that stands at `replica` has seen all that `token` has. */
export function hasSeen(replica: SessionPoint, token: string): boolean {
  const asked = parseSessionToken(token);
  if (asked === undefined) return false;
  return [...asked].every(([range, lsn]) => lsn <= (replica.get(range) ?? -1));
}
