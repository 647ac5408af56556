/** Whether the server can do its work now: `/readyz`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { freeBytes } from './disk-room.ts';

/** The longest that an answer takes, whatever hangs. Milliseconds. */
const PATIENCE_MS = 1_500;

/** What is looked at; each is true when it is well. */
export type Checks = { readonly database: boolean; readonly disk: boolean };

export type ReadinessParts = {
  /** Asks the database anything; rejects when it is away. It may take as long as it likes. */
  askDatabase(): Promise<unknown>;
  readonly directory: string;
  /** Free bytes below which recordings stop. */
  readonly reserveBytes: number;
};

/**
 * Makes the look. Each check runs once at a time, however many ask: one that hangs is not begun again before it ends,
 * so a database that is away collects no questions. Who asks has an answer within `PATIENCE_MS`.
 */
export function createReadiness({ askDatabase, directory, reserveBytes }: ReadinessParts): () => Promise<Checks> {
  const database = oneAtATime(async () => askDatabase().then(() => true));
  const disk = oneAtATime(async () => (await freeBytes(directory)) >= reserveBytes);
  return async () => {
    const [isDatabaseWell, isDiskWell] = await Promise.all([database(), disk()]);
    return { database: isDatabaseWell, disk: isDiskWell };
  };
}

function oneAtATime(check: () => Promise<boolean>): () => Promise<boolean> {
  let running: Promise<boolean> | null = null;
  return async () => {
    running ??= check()
      .catch(() => false)
      .finally(() => (running = null));
    const patience = new AbortController();
    const late = sleep(PATIENCE_MS, false, { signal: patience.signal }).catch(() => false);
    const outcome = await Promise.race([running, late]);
    patience.abort();
    return outcome;
  };
}
