/** What was measured: by row and column, one figure for each round, in the order of the rounds. */

/** The middle half of the rounds lies between `low` and `high`. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export class Figures<Row extends string, Column extends string> {
  readonly #rows = new Map<Row, Map<Column, number[]>>();

  add(row: Row, column: Column, value: number): void {
    const columns = this.#rows.get(row) ?? new Map<Column, number[]>();
    this.#rows.set(row, columns.set(column, [...(columns.get(column) ?? []), value]));
  }

  spread(row: Row, column: Column): Spread {
    return spreadOf(this.#of(row, column));
  }

  /** Round by round: the two of one round had the same machine under them. */
  ratio(row: Row, ours: Column, theirs: Column): Spread {
    const others = this.#of(row, theirs);
    return spreadOf(this.#of(row, ours).map((value, round) => value / (others[round] ?? NaN)));
  }

  /** The row where the ratio is the largest. */
  worst(ours: Column, theirs: Column, without?: Row): Spread & { readonly row: Row } {
    return [...this.#rows.keys()]
      .filter((row) => row !== without)
      .map((row) => ({ ...this.ratio(row, ours, theirs), row }))
      .reduce((worst, each) => (each.median > worst.median ? each : worst));
  }

  /** Its head first. */
  table(): readonly (readonly string[])[] {
    const columns = [...new Set([...this.#rows.values()].flatMap((row) => [...row.keys()]))];
    const rows = Array.from(this.#rows, ([row, measured]) => [
      row,
      ...columns.map((column) => (measured.has(column) ? show(this.spread(row, column)) : '')),
    ]);
    return [['', ...columns], ...rows];
  }

  #of(row: Row, column: Column): readonly number[] {
    const values = this.#rows.get(row)?.get(column);
    if (!values) throw new Error(`nothing was measured of ${row}, ${column}`);
    return values;
  }
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  /** Between the two nearest values where it falls between them. */
  const quantile = (share: number) => {
    const place = (sorted.length - 1) * share;
    const [below = NaN, above = NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below + (above - below) * (place % 1);
  };
  return { low: quantile(0.25), median: quantile(0.5), high: quantile(0.75) };
}

export function show({ low, median, high }: Spread): string {
  return low === high ? digits(median) : `${digits(median)} (${digits(low)} to ${digits(high)})`;
}

function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US');
}
