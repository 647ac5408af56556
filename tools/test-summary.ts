import type { FileResult } from './test-files.ts';

/** How many of the slowest files are named. */
const NAMED = 10;

/** The last lines of a run: its slowest files, those that failed and, at the very end, the totals. */
export function summaryOf(results: readonly FileResult[], seconds: number): string {
  const slowest = results.toSorted((a, b) => b.seconds - a.seconds).slice(0, NAMED);
  const failed = results.filter(({ passed }) => !passed);
  const total = (name: string): number => results.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0);
  // A file may fail without a test that did: it was killed, or never began.
  const failures = Math.max(total('fail') + total('cancelled'), failed.length);
  return [
    `\n── the slowest files`,
    ...slowest.map((each) => `${each.seconds.toFixed(1).padStart(6)} s  ${each.file}`),
    `\n── ${results.length} files in ${Math.round(seconds)} s`,
    ...failed.map(({ file }) => `✖ ${file}`),
    `${total('pass')} passed, ${failures} failed, ${total('skipped')} skipped`,
  ].join('\n');
}
