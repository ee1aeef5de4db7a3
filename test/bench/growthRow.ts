/** One figure of how much it matters how much there is, and which others it is compared with. */
import type { OperationName } from './requests.ts';

export interface GrowthRow {
  readonly operation: OperationName | 'lateReplay';
  /** How many there are. */
  readonly size: number;
  /** Milliseconds of CPU for each request, one for each round. */
  readonly cpu: readonly number[];
  /** Requests to the database for one request to us. */
  readonly wire: number;
}

/** How many changes lie in the document itself, for each number of changes. */
export type AtHand = Readonly<Record<number, number>>;

/** As many changes at hand as after 10,000 and after 1,000. */
export const sizesForComparison: readonly number[] = [16, 24];

/** The row of a smaller entity whose document is as large. */
export function smallerWithAsMany(
  row: GrowthRow,
  rows: readonly GrowthRow[],
  atHand: AtHand,
): GrowthRow | undefined {
  return rows.find(
    ({ operation, size }) =>
      operation === row.operation && size < row.size && atHand[size] === atHand[row.size],
  );
}
