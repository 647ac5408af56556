import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { Pool } from 'pg';

/** How often a connection is asked for again. Milliseconds. */
const STEP_MS = 50;

/** PostgreSQL has no connection to give, to this role or to anyone. Source: PostgreSQL 18, appendix A, class 53. */
const TOO_MANY_CONNECTIONS = '53300';

type Taken = (error: Error | undefined, client: PoolClient | undefined, release: (release?: unknown) => void) => void;

/**
 * A pool that waits while PostgreSQL has no connection to give, as it waits while its own are all in use, and for as
 * long: `connectionTimeoutMillis`. Meanwhile one of its own may come free.
 */
export class PatientPool extends Pool {
  override connect(): Promise<PoolClient>;
  override connect(taken: Taken): void;
  override connect(taken?: Taken): Promise<PoolClient> | void {
    const client = this.#wait();
    if (taken === undefined) return client;
    client.then(
      (each) => taken(undefined, each, (release) => each.release(release as Error | undefined)),
      (error: Error) => taken(error, undefined, () => undefined),
    );
  }

  async #wait(): Promise<PoolClient> {
    const until = performance.now() + (this.options.connectionTimeoutMillis ?? 0);
    for (;;) {
      try {
        return await super.connect();
      } catch (error) {
        if (!isFull(error) || performance.now() > until) throw error;
        await sleep(STEP_MS);
      }
    }
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === TOO_MANY_CONNECTIONS;
}
