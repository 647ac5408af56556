/** Idempotency keys and their answers. */
import { parseExact } from '#json/exact-numbers.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** An answer as it was given. */
type KeptAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

type KeyRecord =
  | { readonly state: 'claimed' | 'running' | 'other_request' | 'taken_over' }
  | { readonly state: 'answered'; readonly answer: KeptAnswer };

export type KeyTable = {
  claim(workspaceId: number, key: string, fingerprint: Buffer): Promise<KeyRecord>;
  settle(workspaceId: number, key: string, answer: KeptAnswer): Promise<void>;
  release(workspaceId: number, key: string): Promise<void>;
  /**
   * Gives up what others have claimed and not answered. Only for a process that knows it is alone: then they are dead.
   */
  expireForeignClaims(): Promise<void>;
  /** Forgets keys older than the instant; answers how many. */
  forget(before: Date): Promise<number>;
};

type Row = {
  readonly is_new: boolean;
  readonly fingerprint: Buffer;
  readonly status: number | null;
  readonly headers: Record<string, string> | null;
  readonly body: string | null;
};

/** Makes the table of keys for one process, known by `owner`. A claim older than `claimSeconds` is a dead process's. */
export function createKeys(
  { query }: Database,
  owner: string,
  claimSeconds: number,
  keyHours: number,
  now: () => Date,
): KeyTable {
  const before = (seconds: number): Date => new Date(now().getTime() - seconds * 1000);
  const underWay = createTally();

  return {
    async claim(workspaceId, key, fingerprint) {
      const at = now();
      const name = `${workspaceId} ${key}`;
      // A claim of ours that no one here is carrying out was left behind when the database was away.
      const isRunning = underWay.enter(name) > 1;
      // A key that is a day old, or whose process died, is claimed as if it were new.
      const { rows } = await sql<Row & { was_held: boolean }>`
        with held as (select * from idempotency_key where workspace_id = ${workspaceId} and key = ${key}),
        mine as (
          insert into idempotency_key as k (workspace_id, key, fingerprint, claimed_by, claimed_at)
          values (${workspaceId}, ${key}, ${fingerprint}, ${owner}, ${at})
          on conflict (workspace_id, key) do update
            set fingerprint = excluded.fingerprint, claimed_by = excluded.claimed_by, claimed_at = excluded.claimed_at,
                status = null, headers = null, body = null
            where k.claimed_at < ${before(keyHours * 3600)}
              or (k.status is null and k.fingerprint = excluded.fingerprint
                and (k.claimed_at < ${before(claimSeconds)} or (k.claimed_by = ${owner} and not ${isRunning}::boolean)))
          returning fingerprint
        )
        select exists (select from mine) as is_new, exists (select from held) as was_held,
          coalesce((select fingerprint from held), ${fingerprint}) as fingerprint,
          (select status from held) as status, (select headers from held) as headers, (select body from held) as body`
        .execute(query)
        .catch((error: unknown) => {
          underWay.leave(name);
          throw error;
        });
      const row = rows[0];
      if (row === undefined) throw new Error('Claiming a key answered nothing.');
      if (row.is_new) return { state: row.was_held && row.status === null ? 'taken_over' : 'claimed' };
      underWay.leave(name);
      if (!row.fingerprint.equals(fingerprint)) return { state: 'other_request' };
      return row.status === null ? { state: 'running' } : { state: 'answered', answer: readAnswer(row, row.status) };
    },
    async settle(workspaceId, key, { status, headers = {}, body }) {
      await query
        .updateTable('idempotency_key')
        .set({ status, headers: JSON.stringify(headers), body: body === undefined ? null : JSON.stringify(body) })
        .where('workspace_id', '=', workspaceId)
        .where('key', '=', key)
        .execute()
        .finally(() => underWay.leave(`${workspaceId} ${key}`));
    },
    async release(workspaceId, key) {
      await query
        .deleteFrom('idempotency_key')
        .where('workspace_id', '=', workspaceId)
        .where('key', '=', key)
        .execute()
        .finally(() => underWay.leave(`${workspaceId} ${key}`));
    },
    async expireForeignClaims() {
      await query
        .updateTable('idempotency_key')
        .set({ claimed_by: owner })
        .where('status', 'is', null)
        .where('claimed_by', '!=', owner)
        .execute();
    },
    async forget(until) {
      const done = await query.deleteFrom('idempotency_key').where('claimed_at', '<', until).executeTakeFirst();
      return Number(done.numDeletedRows);
    },
  };
}

/** Counts who is at what. */
function createTally(): { enter(name: string): number; leave(name: string): void } {
  const counts = new Map<string, number>();
  return {
    enter(name) {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return count;
    },
    leave(name) {
      const count = (counts.get(name) ?? 1) - 1;
      if (count > 0) counts.set(name, count);
      else counts.delete(name);
    },
  };
}

function readAnswer(row: Row, status: number): KeptAnswer {
  const headers = row.headers ?? {};
  return row.body === null ? { status, headers } : { status, headers, body: parseExact(row.body) };
}
