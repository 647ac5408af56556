/** One line of a benchmark's table. */
export type Figure = {
  readonly what: string;
  readonly figure: string;
  /** What the same run measured to compare with; empty where the goal is absolute. */
  readonly baseline: string;
  readonly ratio: string;
  readonly goal: string;
  /** Null where there is no goal: the line is there to be known. */
  readonly isMet: boolean | null;
};

/** Units in which figures are written. */
export type Unit = 'ms' | 'µs' | 's' | 'MB' | 'kB' | '/s' | '';

/** A figure with a largest permitted value. */
export function atMost(what: string, value: number, unit: Unit, most: number): Figure {
  return {
    what,
    figure: write(value, unit),
    baseline: '',
    ratio: '',
    goal: `≤ ${write(most, unit)}`,
    isMet: value <= most,
  };
}

/** A figure beside its baseline, with the permitted ratio of the two. */
export function ratioOf(
  what: string,
  value: number,
  baseline: number,
  unit: Unit,
  goal: { readonly atLeast: number } | { readonly atMost: number },
): Figure {
  const ratio = value / baseline;
  const isMet = 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
  return {
    what,
    figure: write(value, unit),
    baseline: write(baseline, unit),
    ratio: ratio.toFixed(2),
    goal: 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`,
    isMet,
  };
}

/** A figure without a goal. */
export function known(what: string, value: number, unit: Unit): Figure {
  return { what, figure: write(value, unit), baseline: '', ratio: '', goal: '', isMet: null };
}

/** The value below which the share (0 to 1) of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function write(value: number, unit: Unit): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)}${unit === '' || unit === '/s' ? unit : ` ${unit}`}`;
}
