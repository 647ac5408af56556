import { rm } from 'node:fs/promises';
import { Pool } from 'pg';
import type { Connection } from '#storage/embedded/endpoint.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '#storage/embedded.ts';
import { makeScratchDirectory } from '../../test/support/scratch-directory.ts';
import type { ServerProcess } from '../../test/support/server-process.ts';
import { startServerProcess } from '../../test/support/server-process.ts';

/** A server with its durable database in a directory of its own, and the way into that database. */
export type BenchServer = ServerProcess & { readonly pool: Pool; readonly connection: Connection };

/** Runs the work on a fresh server and removes all of it again. */
export async function withServer<T>(
  work: (server: BenchServer) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  return inScratchDirectory(async (directory) => {
    const server = await startServerProcess(directory, env);
    const connection = await findEmbeddedPostgres({ dataDirectory: directory });
    if (connection === null) throw new Error('The server has no database.');
    const pool = openPool(connection);
    try {
      return await work({ ...server, pool, connection });
    } finally {
      await pool.end();
      await server.end('SIGTERM');
    }
  });
}

/** A way into the database. That the server may go first is no matter. */
export function openPool(connection: Connection): Pool {
  const pool = new Pool({ ...connection, max: 4 });
  pool.on('error', () => undefined);
  return pool;
}

/** Runs the work with a directory that is removed afterwards. */
export async function inScratchDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await makeScratchDirectory();
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Adds a menu that no one answers, so that its calls wait and the router is no part of what is measured. */
export async function addSilentMenu(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into menu (workspace_id, name, kind, groups) values (1, 'Nobody', 'mobile_menu', '[]') returning id`,
  );
  return Number(rows[0]?.id);
}

/** The version of the embedded PostgreSQL. */
export async function postgresVersion(): Promise<string> {
  return inScratchDirectory(async (dataDirectory) => {
    const postgres = await startEmbeddedPostgres({ dataDirectory, durable: false });
    const pool = openPool(postgres.connection);
    const { rows } = await pool.query<{ server_version: string }>('show server_version');
    await pool.end();
    await postgres.stop();
    return rows[0]?.server_version ?? 'unknown';
  });
}
