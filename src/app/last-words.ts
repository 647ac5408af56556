/**
 * What happens when an unexpected exception or rejection occurs: its reason is logged, accepted work is kept, and the
 * process ends.
 */
import process from 'node:process';
import type { Logger } from 'pino';
import { background } from '#background/background.ts';

/** How long the work that was accepted may take to be finished then. Milliseconds. */
const MAX_DRAIN_MS = 10_000;

/** What there is to end: pages are told, calls under way are stored. Absent while it is still starting. */
export type Ending = { stop(): Promise<unknown> };

/**
 * Ends the process with code 1 after an exception or a rejection that was not caught: nothing is known to be whole any
 * more, but what was acknowledged is stored, and pages come back to the next process. The first reason counts; a stop
 * that hangs is cut short.
 */
export function endOnUnexpected(log: Logger, ending: () => Ending | null): void {
  let isEnding = false;
  const end = (kind: string) => (error: unknown) => {
    log.fatal({ kind, error: reasonOf(error) }, 'process.failed');
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), MAX_DRAIN_MS).unref();
    background('process.end', stopAndExit(log, ending()));
  };
  process.on('uncaughtException', end('exception'));
  process.on('unhandledRejection', end('rejection'));
}

async function stopAndExit(log: Logger, ending: Ending | null): Promise<void> {
  try {
    await ending?.stop();
  } catch (fault) {
    log.fatal({ kind: 'stop', error: reasonOf(fault) }, 'process.failed');
  } finally {
    process.exit(1);
  }
}

function reasonOf(error: unknown): object {
  return error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack?.split('\n').slice(1, 12) }
    : { name: typeof error };
}
