import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import process from 'node:process';
import { Client, Pool } from 'pg';
import { startEmbeddedPostgres } from '#storage/embedded.ts';
import type { Connection } from '#storage/embedded/endpoint.ts';
import { migrate } from '#storage/migrate.ts';
import { makeScratchDirectory, removeDirectory } from './scratch-directory.ts';

/** Where a run's test files find its cluster: a `Connection` as JSON. Unset when a file is run alone. */
export const TEST_CLUSTER_VARIABLE = 'PATCHBAY_TEST_CLUSTER';

/** Migrated once, and copied for each test file. No one may connect to it, or it could not be copied. */
const TEMPLATE = 'patchbay_template';

/** A PostgreSQL for one run of the tests. */
export type TestCluster = {
  readonly connection: Connection;
  /** Also removes all it held. It happens by itself when the process ends, however that ends. */
  stop(): Promise<void>;
};

/** An empty, migrated database of one's own. */
export type TestDatabase = {
  /** For `new pg.Pool(…)`. */
  readonly config: Connection;
  /** Ends all connections to it and removes it. */
  drop(): Promise<void>;
};

/** Starts a cluster that does not care for durability, with the migrated template in it. */
export async function startTestCluster(): Promise<TestCluster> {
  const directory = await makeScratchDirectory();
  removeWithUs(directory);
  const postgres = await startEmbeddedPostgres({ dataDirectory: directory, durable: false, durablePlaces: [] });
  const stop = async () => {
    await postgres.stop();
    await removeDirectory(directory);
  };
  try {
    await createTemplate(postgres.connection);
  } catch (error) {
    await stop();
    throw error;
  }
  return { connection: postgres.connection, stop };
}

/** A database with nothing in it, in the same cluster. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return makeDatabase('template0');
}

/**
 * Makes a database of its own for a test file, in the run's cluster, or in one of its own when the file is run alone.
 */
export async function testDatabase(): Promise<TestDatabase> {
  return makeDatabase(TEMPLATE);
}

async function makeDatabase(template: string): Promise<TestDatabase> {
  const cluster = await findCluster();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Copying files costs less than writing each page to the log as well, which is for databases in use.
  await run(cluster, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  return {
    config: { ...cluster, database: name },
    drop: async () => dropQuietly(cluster, name),
  };
}

/** How often a closing connection is waited for, 20 ms each. */
const CLOSING_STEPS = 250;

/**
 * Removes a database. A pool resolves its end before its sockets are closed; a connection that was ended by force
 * meanwhile would be an error of the test. So those that are closing get time to.
 */
async function dropQuietly(cluster: Connection, name: string): Promise<void> {
  await run(
    cluster,
    `DO $$ BEGIN
       FOR step IN 1..${CLOSING_STEPS} LOOP
         PERFORM pg_stat_clear_snapshot();
         EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '${name}');
         PERFORM pg_sleep(0.02);
       END LOOP;
     END $$`,
  );
  await run(cluster, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

let own: Promise<TestCluster> | null = null;

async function findCluster(): Promise<Connection> {
  const shared = process.env[TEST_CLUSTER_VARIABLE];
  if (shared !== undefined) return JSON.parse(shared) as Connection; // Written by the runner of this run.
  own ??= startTestCluster();
  return (await own).connection;
}

async function createTemplate(connection: Connection): Promise<void> {
  await run(connection, `CREATE DATABASE ${TEMPLATE}`);
  const pool = new Pool({ ...connection, database: TEMPLATE, max: 1 });
  try {
    await migrate(pool);
  } finally {
    await pool.end();
  }
  // The job queue's tables, which each server would make anew otherwise.
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({ ...connection, database: TEMPLATE, max: 1 });
  await boss.start();
  await boss.stop({ graceful: false });
  await run(connection, `ALTER DATABASE ${TEMPLATE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
}

async function run(connection: Connection, sql: string): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * Ends the server and removes the directory when our process is gone, even by `kill -9`: a shell waits for the end of
 * its input, which only our end closes. Windows has no such shell; there a killed run leaves its cluster behind.
 */
function removeWithUs(directory: string): void {
  if (process.platform === 'win32') return;
  const script =
    'cat; kill -KILL $(head -n 1 "$1/postgres/cluster/postmaster.pid"); ' +
    'for try in 1 2 3 4 5; do rm -rf "$1" && exit; sleep 0.2; done';
  const shell = spawn('sh', ['-c', script, 'sh', directory], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
}
