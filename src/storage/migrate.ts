/** Brings the schema up to date at start: forward only, one migration a transaction, one migrator at a time. */
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

const FOLDER = new URL('./migrations/', import.meta.url);
/** Any number, as long as it is always the same: the advisory lock that migrators queue for. */
const LOCK = 7_282_422;

/** The database was made by a newer Patchbay than this one. */
export class NewerSchemaError extends Error {
  override name = 'NewerSchemaError';
}

/** Runs the migrations that are missing. Safe to call from several processes at once. */
export async function migrate(pool: pg.Pool): Promise<void> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).toSorted();
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists migration (name text primary key, at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from migration order by name');
    const done = rows.map((row) => row.name);
    const foreign = done.find((name) => !files.includes(name));
    if (foreign !== undefined)
      throw new NewerSchemaError(`The database holds migration ${foreign}, which this version does not know.`);
    for (const file of files.filter((name) => !done.includes(name))) await apply(client, file);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    client.release();
  }
}

async function apply(client: pg.PoolClient, file: string): Promise<void> {
  const sql = await readFile(new URL(file, FOLDER), 'utf8');
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into migration (name) values ($1)', [file]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${file} failed.`, { cause: error });
  }
}
