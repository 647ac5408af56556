/**
 * With what a verb ends. Scripts decide by it, so a code keeps its meaning. Source: FreeBSD, sysexits(3), from 64 on.
 */

/** Name -> code. */
export const EXIT_CODES = {
  done: 0,
  failed: 1,
  usage: 2,
  unwanted: 3,
  unavailable: 69,
  later: 75,
  denied: 77,
} as const;

/** A code. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** What each means; the page of the verbs prints it. */
export const MEANT: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  done: 'Done. What follows events ends so when it is interrupted.',
  failed: 'The server refused it, or it failed here.',
  usage: 'The command is not written as it should be.',
  unwanted: 'It was carried out, and did not come out as wanted: a call that no one answered, a scenario that failed.',
  unavailable: 'The server cannot be reached, or answers that it failed.',
  later: 'The server takes no more requests for now, or stops.',
  denied: 'There is no token, or the server does not take it for this.',
};
