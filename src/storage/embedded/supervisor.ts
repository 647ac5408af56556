import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import type { Postmaster } from './postmaster.ts';

/** The first wait before a server is started again; each failure doubles it. Milliseconds. */
const FIRST_WAIT = 50;

/** Milliseconds. */
const MAX_WAIT = 10_000;

/** A server that lived this long has recovered: the next wait is the first again. Milliseconds. */
const CALM = 60_000;

/** What a supervisor needs to know of servers. */
type Servers = {
  /** Starts a server, or finds the one that runs. */
  start(): Promise<Postmaster>;
  end(postmaster: Postmaster): Promise<void>;
};

/** Keeps one server running until it is stopped. */
export type Supervisor = {
  /** The number of the server's process; null while there is none. */
  pid(): number | null;
  /** Ends the server for good. */
  stop(): Promise<void>;
};

/**
 * Watches the server and starts it again when it ends unasked, without giving up: a full disk may be emptied.
 * Logs `postgres.exited`, `postgres.restarted` and `postgres.restart_failed`.
 */
export function supervise(first: Postmaster, servers: Servers, log: Log): Supervisor {
  const stopping = new AbortController();
  let current: Postmaster | null = first;
  let failures = 0;

  async function watch(): Promise<void> {
    while (current !== null) {
      await attend(current);
      current = await revive();
    }
  }

  async function attend(postmaster: Postmaster): Promise<void> {
    const began = performance.now();
    const exit = await postmaster.exited;
    current = null;
    if (!stopping.signal.aborted) log('postgres.exited', { pid: postmaster.pid, ...exit });
    if (performance.now() - began > CALM) failures = 0;
  }

  async function revive(): Promise<Postmaster | null> {
    while (await pause()) {
      try {
        const postmaster = await servers.start();
        if (!stopping.signal.aborted) {
          log('postgres.restarted', { pid: postmaster.pid });
          return postmaster;
        }
        await servers.end(postmaster);
      } catch (error) {
        log('postgres.restart_failed', { error });
      }
    }
    return null;
  }

  /** False when there is nothing to wait for any more. */
  async function pause(): Promise<boolean> {
    const wait = Math.min(MAX_WAIT, FIRST_WAIT * 2 ** failures);
    failures += 1;
    await sleep(wait, null, { ref: false, signal: stopping.signal }).catch(() => null);
    return !stopping.signal.aborted;
  }

  const watching = watch();

  async function stop(): Promise<void> {
    stopping.abort();
    if (current !== null) await servers.end(current);
    await watching;
  }

  return { pid: () => current?.pid ?? null, stop };
}
