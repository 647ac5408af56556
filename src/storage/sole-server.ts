/** One server on a database: a claim that PostgreSQL itself keeps, for as long as the server lives and no longer. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { hostname } from 'node:os';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DatabaseFault } from './database-fault.ts';

/** Names the advisory lock in each database. Any two numbers, as long as they are always the same. */
const LOCK = [7_282_422, 1] as const;
/** How long a start waits for another server to let go: one that is stopping, or was killed a moment ago. */
const START_PATIENCE_MS = 5_000;
const STEP_MS = 250;
/** How often the connection is asked whether it lives, and how long an answer may take. */
const BEAT_MS = 5_000;
const ANSWER_MS = 10_000;

/** The claim of this server. */
export type Claim = {
  /** Resolves with the reason when another server has the database now; never otherwise. */
  readonly lost: Promise<string>;
  release(): Promise<void>;
};

type Attempt = { readonly client: Client } | { readonly holder: string | null };

/**
 * Claims the database with a lock of a connection of its own; throws `DatabaseFault` `in_use` when another server has
 * it. The lock ends with the connection, so that of a server that died frees itself. When the connection breaks, the
 * claim is made again until it stands; `lost` resolves if another server was faster. `failed` hears of breaks.
 * `patienceMs` is how long a server that has it may take to let go.
 */
export async function claimDatabase(
  connection: object,
  failed: (what: string, error: unknown) => void,
  patienceMs = START_PATIENCE_MS,
): Promise<Claim> {
  const marker = randomUUID().slice(0, 8);
  const over = new AbortController();
  const lost = Promise.withResolvers<string>();
  let held = await claimPatiently(connection, marker, patienceMs);

  const keep = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await untilBroken(held, over.signal);
      if (over.signal.aborted) return;
      failed('database.claim', new Error('The connection that claims the database broke.'));
      const again = await claimAgain(connection, marker, over.signal);
      if (again === null) return;
      if (typeof again === 'string') return lost.resolve(again);
      held = again;
    }
  };
  const keeping = keep().catch((error: unknown) => failed('database.claim', error));

  return {
    lost: lost.promise,
    async release() {
      over.abort();
      await keeping;
      await end(held);
    },
  };
}

async function claimPatiently(connection: object, marker: string, patienceMs: number): Promise<Client> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const attempt = await claim(connection, marker);
    if ('client' in attempt) return attempt.client;
    if (performance.now() > until) throw new DatabaseFault('in_use', sentence(attempt.holder));
    await sleep(STEP_MS);
  }
}

/** The claim made again; the reason when another server has it; null when the server stops meanwhile. */
async function claimAgain(connection: object, marker: string, over: AbortSignal): Promise<Client | string | null> {
  while (!over.aborted) {
    // While the database is away there is no one to ask.
    const attempt = await claim(connection, marker).catch(() => null);
    if (attempt !== null && 'client' in attempt) return attempt.client;
    // A connection of ours that PostgreSQL has not missed yet is no other server.
    if (attempt !== null && attempt.holder !== null && !attempt.holder.endsWith(marker))
      return sentence(attempt.holder);
    await sleep(STEP_MS, null, { signal: over }).catch(() => null);
  }
  return null;
}

async function claim(connection: object, marker: string): Promise<Attempt> {
  const client = new Client({
    connectionTimeoutMillis: ANSWER_MS,
    ...connection,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    application_name: `patchbay server ${process.pid} on ${hostname().slice(0, 24)} ${marker}`,
  });
  client.on('error', () => undefined); // `untilBroken` hears the end.
  try {
    await client.connect();
    // A machine that vanished without a word is missed after half a minute. Source: PostgreSQL 18, 19.3.2.
    await client.query(`select set_config(name, value, false) from (values ('statement_timeout', '0'),
      ('idle_session_timeout', '0'), ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'),
      ('tcp_keepalives_count', '3')) as each (name, value)`);
    const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1, $2) as ours', [...LOCK]);
    if (rows[0]?.ours === true) return { client };
    const holder = await findHolder(client);
    await end(client);
    return { holder };
  } catch (error) {
    await end(client);
    throw error;
  }
}

/** The name of the connection that holds the lock; null when it has just let go, or this role may not see it. */
async function findHolder(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string | null }>(
    `select activity.application_name as name from pg_locks as lock join pg_stat_activity as activity using (pid)
     where lock.locktype = 'advisory' and lock.granted and lock.classid = $1 and lock.objid = $2 and lock.objsubid = 2
       and lock.database = (select oid from pg_database where datname = current_database())`,
    [...LOCK],
  );
  return rows[0]?.name ?? null;
}

function sentence(holder: string | null): string {
  const [, pid, host] = /^patchbay server (\d+) on (\S+) /.exec(holder ?? '') ?? [];
  const who = pid === undefined ? 'Another Patchbay' : `Another Patchbay (process ${pid} on ${host})`;
  return `${who} uses this database, and two would end each other's calls. Stop the other one first.`;
}

/** Until the connection breaks, or does not answer in time: then it is broken off. */
async function untilBroken(client: Client, over: AbortSignal): Promise<void> {
  const broken = new Promise<void>((resolve) => {
    client.once('end', () => resolve());
    client.once('error', () => resolve());
  });
  for (;;) {
    const beat = sleep(BEAT_MS, 'beat' as const, { ref: false, signal: over }).catch(() => 'over' as const);
    const what = await Promise.race([broken.then(() => 'broken' as const), beat]);
    if (what !== 'beat') return what === 'broken' ? end(client) : undefined;
    const answers = await client.query('select 1').then(
      () => true,
      () => false,
    );
    if (!answers) return end(client);
  }
}

/** Ends the connection, whether or not the other side still listens. */
async function end(client: Client): Promise<void> {
  await Promise.race([client.end().catch(() => undefined), sleep(1_000, null, { ref: false })]);
  // pg offers no way to give up a connection whose other side is silent; its socket has one.
  const { connection } = client as unknown as { readonly connection: { readonly stream: Socket } };
  connection.stream.destroy();
}
