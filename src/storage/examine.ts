/** What is asked of a database before anything is done with it: whether it answers, and is enough. */
import { Client } from 'pg';
import { DatabaseFault } from './database-fault.ts';

/** `server_version_num` of the oldest PostgreSQL that knows all our statements. */
const OLDEST = 150_000;
/** How long an answer may take. Milliseconds. */
const PATIENCE_MS = 10_000;

type Answer = { readonly version: number; readonly connections: number };

/**
 * Connections that the role may hold: those of the server without the reserved ones, at most what the role and the
 * database are limited to. Source: PostgreSQL 18, 19.3.1; pg_roles, pg_database.
 */
const QUESTION = `
  select current_setting('server_version_num')::int as version,
    least(
      current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0),
      (select case when rolconnlimit < 0 then 2147483647 else rolconnlimit end from pg_roles where rolname = current_user),
      (select case when datconnlimit < 0 then 2147483647 else datconnlimit end from pg_database
        where datname = current_database())
    ) as connections`;

/** Throws a `DatabaseFault` unless the database answers, is new enough and has `needed` connections to give. */
export async function examineDatabase(connection: object, needed: number): Promise<void> {
  const { version, connections } = await ask(connection);
  if (version < OLDEST)
    throw new DatabaseFault(
      'too_old',
      `The database is PostgreSQL ${Math.floor(version / 10_000)}; Patchbay needs 15 or newer.`,
    );
  if (connections < needed)
    throw new DatabaseFault(
      'too_few_connections',
      `The database gives this user ${connections} connections, and Patchbay needs ${needed}. Raise max_connections ` +
        `(or the limit of the role or of the database), or lower PATCHBAY_DATABASE_CONNECTIONS.`,
    );
}

async function ask(connection: object): Promise<Answer> {
  const client = new Client({ connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS, ...connection });
  client.on('error', () => undefined); // A lost connection fails the question, too.
  try {
    await client.connect();
    const { rows } = await client.query<Answer>(QUESTION);
    if (rows[0] === undefined) throw new Error('it gave no answer');
    return rows[0];
  } catch (error) {
    const words = wordsOf(error);
    throw new DatabaseFault(
      'unreachable',
      `The database cannot be reached at ${client.host}:${client.port}: ${words}. Start it, or correct PATCHBAY_DATABASE_URL.`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A host with several addresses fails with one error for each. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
