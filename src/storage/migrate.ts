/** Brings the schema up to date at start: forward only, one migration a transaction, one migrator at a time. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { DatabaseFault } from './database-fault.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
/** Any number, as long as it is always the same: the advisory lock that migrators queue for. */
const LOCK = 7_282_422;

/** One step of the schema: its file, and the SHA-256 of its text in hexadecimal. */
type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

/**
 * Runs the migrations that are missing, however long each takes; `wanted`: of them only these. Safe to call from
 * several processes at once. Throws a `DatabaseFault` where the database was made by a newer version, or by another
 * text of a migration that ran.
 */
export async function migrate(pool: pg.Pool, wanted: ReadonlySet<string> | null = null): Promise<void> {
  const migrations = await readMigrations();
  const client = await pool.connect();
  try {
    await liftLimits(client);
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists migration (name text primary key, at timestamptz not null default now())',
    );
    await client.query('alter table migration add column if not exists checksum text');
    const done = await readDone(client, migrations);
    for (const migration of migrations)
      if (!done.has(migration.name) && wanted?.has(migration.name) !== false) await apply(client, migration);
  } finally {
    // With the connection end its lock and its lifted limits.
    client.release(true);
  }
}

/** The names of those that the next start would run, in order. Throws as `migrate` does, and changes nothing. */
export async function missingMigrations(client: pg.ClientBase): Promise<readonly string[]> {
  const migrations = await readMigrations();
  const { rows: there } = await client.query<{ found: boolean }>(
    `select to_regclass('migration') is not null as found`,
  );
  const { rows } =
    there[0]?.found === true
      ? await client.query<Ran>('select name, checksum from migration order by name')
      : { rows: [] as Ran[] };
  for (const ran of rows) judgeRan(ran, migrations);
  const done = new Set(rows.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
}

/** Those that ran, in order. */
export async function ranMigrations(client: pg.ClientBase): Promise<readonly Ran[]> {
  const { rows } = await client.query<Ran>('select name, checksum from migration order by name');
  return rows;
}

/** The first of those that ran elsewhere that this version does not know, or has another text of; null: none. */
export async function foreignMigration(ran: readonly Ran[]): Promise<string | null> {
  const own = new Map((await readMigrations()).map(({ name, checksum }) => [name, checksum]));
  const isKnown = ({ name, checksum }: Ran): boolean => own.has(name) && (checksum ?? own.get(name)) === own.get(name);
  return ran.find((each) => !isKnown(each))?.name ?? null;
}

async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      return { name, sql, checksum: checksumOf(sql) };
    }),
  );
}

/** The same whatever ends the lines of a checkout. */
function checksumOf(sql: string): string {
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
}

/** A migration of a big table, and waiting for another migrator, take as long as they take. */
async function liftLimits(client: pg.PoolClient): Promise<void> {
  await client.query(`select set_config(name, '0', false) from pg_settings
    where name in ('statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout')`);
}

/** A migration as the database remembers it. `checksum`: null of one that ran before there were any. */
export type Ran = { readonly name: string; readonly checksum: string | null };

/** The names of those that ran. Of one that ran before there were checksums, the checksum is kept from now on. */
async function readDone(client: pg.PoolClient, migrations: readonly Migration[]): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<Ran>('select name, checksum from migration order by name');
  for (const ran of rows) {
    const known = judgeRan(ran, migrations);
    if (ran.checksum === null)
      await client.query('update migration set checksum = $2 where name = $1', [ran.name, known.checksum]);
  }
  return new Set(rows.map((row) => row.name));
}

/** The migration of ours that ran. Throws where there is none, or where another text of it ran. */
function judgeRan({ name, checksum }: Ran, migrations: readonly Migration[]): Migration {
  const known = migrations.find((each) => each.name === name);
  if (known === undefined)
    throw new DatabaseFault(
      'schema_newer',
      `The database holds migration ${name}, which this version of Patchbay does not know. Start the version that made it, or a newer one.`,
    );
  if (checksum !== null && checksum !== known.checksum)
    throw new DatabaseFault(
      'migration_edited',
      `The database was made by another text of migration ${name} than this version of Patchbay has. ` +
        'Start the version that made it; a migration that has run must not be edited.',
    );
  return known;
}

async function apply(client: pg.PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    const words = error instanceof Error ? error.message : String(error);
    throw new DatabaseFault('migration_failed', `Migration ${name} failed, and nothing of it was kept: ${words}`, {
      cause: error,
    });
  }
}
