/** With what the process ends: what a supervisor such as systemd decides by whether to start it again, and how soon. */
import { ConfigError } from '#config/config.ts';

/** `docs/operations.md` has the same table. Source: FreeBSD, sysexits(3): EX_TEMPFAIL, EX_CONFIG. */
export const EXIT_CODES = {
  /** It was told to stop. */
  stopped: 0,
  /** Anything that another start may mend: a fault of the program, a database that is away, a port that is taken. */
  failed: 1,
  /** Another server has the database or the data directory: a start helps once that one has stopped. */
  taken: 75,
  /** No start helps before an operator corrects the settings. */
  misconfigured: 78,
} as const;

/** The faults, by name, of a database or a data directory that another server has. */
const TAKEN: readonly unknown[] = ['in_use', 'data_directory_in_use'];

/** For a start that failed. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return EXIT_CODES.misconfigured;
  const isTaken = error instanceof Error && 'fault' in error && TAKEN.includes(error.fault);
  return isTaken ? EXIT_CODES.taken : EXIT_CODES.failed;
}

/** What is printed about a start that failed: a sentence for the operator, or for a bug where it is. */
export function lastWordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = error instanceof ConfigError || 'fault' in error;
  return isExpected ? error.message : String(error.stack);
}
