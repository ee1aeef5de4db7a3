/** Which requests waited for one another: those that did not overlap. */

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The most requests of which each began after the one before had ended. */
export function longestChain(intervals: readonly Interval[]): number {
  let length = 0;
  let end = -Infinity;
  for (const { from, to } of intervals.toSorted((a, b) => a.to - b.to)) {
    if (from < end) continue;
    length += 1;
    end = to;
  }
  return length;
}
