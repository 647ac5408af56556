/** The way to PostgreSQL: one pool, with numbers and times as the domain has them. */
import { parseExact } from '#json/exact-numbers.ts';
import { Kysely, PostgresDialect } from 'kysely';
import type { CustomTypesConfig, Pool, PoolConfig } from 'pg';
import { types as builtinTypes } from 'pg';
import { authoredPool } from './authored-pool.ts';
import { PatientPool } from './patient-pool.ts';
import type { Tables } from './tables.ts';

const INT8 = 20;
const JSONB = 3802;

/** The database: `pool` for the hot, hand-written statements, `query` for the rest. */
export type Database = { readonly pool: Pool; readonly query: Kysely<Tables>; close(): Promise<void> };

/**
 * How long a request waits for a connection: for a free one of ours, or for one that the server can give. Milliseconds.
 */
const PATIENCE_MS = 10_000;

/**
 * Ids are far below 2^53, so 64-bit integers are read as numbers. JSON may hold larger ones, which people gave us: see
 * `parseExact`.
 */
const types: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && oid === INT8) return Number;
    return format !== 'binary' && oid === JSONB ? parseExact : builtinTypes.getTypeParser(oid, format);
  },
};

/** Connections at the most, unless told otherwise; two of them write calls, the others read. */
const MAX_CONNECTIONS = 12;

/**
 * Opens the pool. `onError` hears of connections that broke (the database restarted); the pool replaces them by itself.
 * JIT is off: compiling costs more than any of our statements runs.
 */
export function openDatabase(config: PoolConfig, onError: (error: Error) => void): Database {
  const pool = new PatientPool({
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: PATIENCE_MS,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    options: '-c jit=off -c TimeZone=UTC',
    application_name: 'patchbay',
    types,
    ...config,
  });
  // A client that is at work when its connection breaks tells no one but its own listeners, and may do so twice;
  // unheard, the second time would end the process. Idle ones tell the pool as well, which has heard it here then.
  pool.on('connect', (client) => client.on('error', onError));
  pool.on('error', () => undefined);
  const query = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: authoredPool(pool) }) });
  return { pool, query, close: async () => pool.end() };
}
