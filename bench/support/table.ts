import type { Figure } from './figure.ts';

export function printTable(figures: readonly Figure[]): void {
  for (const { what, figure, baseline, ratio, goal, isMet } of figures)
    console.log(
      what.padEnd(55),
      figure.padStart(10),
      baseline.padStart(10),
      ratio.padStart(6),
      goal.padStart(9),
      isMet === null ? '' : isMet ? 'met' : 'MISSED',
    );
}
