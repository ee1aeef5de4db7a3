/** The kinds of faults that the laboratory knows, and how often each befalls what it can befall. */

export const databaseFaults = [
  'cut-before',
  'cut-after',
  'truncate',
  'delay',
  '429',
  '449',
  '503',
  '408',
  '410',
  '412',
  '1002',
] as const;

export const otherFaults = [
  /** `kill -9` of an instance, while one of its requests is at the database. */
  'kill',
  /** Every idle connection to the database is closed. */
  'idle',
  /** Reads that no session token pins see the data as it was, up to a second ago. */
  'lag',
  /** Instances and clients whose clocks are apart. */
  'clocks',
  /** A client sends one request to two instances at once. */
  'twice',
  /** A connection loses the answer, and what carries it (a browser, a gateway) sends the request again by itself. */
  'resend',
  /** A request arrives after the one that was sent after it. */
  'reorder',
] as const;

export type DatabaseFault = (typeof databaseFaults)[number];
export type Fault = DatabaseFault | (typeof otherFaults)[number];
export type Faults = ReadonlySet<Fault>;

export const allFaults: readonly Fault[] = [...databaseFaults, ...otherFaults];

/** `all`, `none`, or kinds separated by commas; what is no kind is answered as text to complain about. */
export function parseFaults(text: string): Faults | string {
  if (text === 'all') return new Set(allFaults);
  if (text === 'none') return new Set();
  const kinds = text.split(',').map((kind) => kind.trim());
  const unknown = kinds.filter((kind) => !isFault(kind));
  if (unknown.length === 0) return new Set(kinds.filter(isFault));
  return `no such fault: ${unknown.join(', ')}; there are all, none, ${allFaults.join(', ')}`;
}

function isFault(kind: string): kind is Fault {
  return allFaults.some((known) => known === kind);
}
