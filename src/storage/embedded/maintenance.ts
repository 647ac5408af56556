import { Client } from 'pg';
import { NAME, type Connection } from './endpoint.ts';

/** The database that every cluster has from the first, for work about databases. */
const MAINTENANCE = 'postgres';

/** Milliseconds. */
const PATIENCE = 5_000;

/** The data directory of the server that answers here; null when none does. */
export async function askDataDirectory(connection: Connection): Promise<string | null> {
  const client = clientFor(connection);
  try {
    await client.connect();
    const { rows } = await client.query<{ directory: string }>(`SELECT current_setting('data_directory') AS directory`);
    return rows[0]?.directory ?? null;
  } catch {
    return null; // Whatever the reason is, it gave no answer; the caller decides how long to ask.
  } finally {
    await client.end().catch(() => null);
  }
}

/** Makes the database named in the connection unless it is there. */
export async function createDatabase(connection: Connection): Promise<void> {
  const client = clientFor(connection);
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end().catch(() => null);
  }
}

function clientFor(connection: Connection): Client {
  const client = new Client({ ...connection, database: MAINTENANCE, connectionTimeoutMillis: PATIENCE });
  client.on('error', () => null); // A lost connection also fails the query, and there it is told.
  return client;
}
