import { dirname, resolve } from 'node:path';
import { findPackage, prepareBinaries } from './embedded/binaries.ts';
import { createCluster } from './embedded/cluster.ts';
import { chooseConnection, forgetSocketDirectory, lookForConnection, type Connection } from './embedded/endpoint.ts';
import { EmbeddedPostgresError } from './embedded/errors.ts';
import { takeLock } from './embedded/lock.ts';
import type { Log } from './embedded/log.ts';
import { askDataDirectory, createDatabase } from './embedded/maintenance.ts';
import { DURABLE_PLACES, findPlace, lookForPlace, type Place } from './embedded/place.ts';
import { serverArgs } from './embedded/postmaster-file.ts';
import { end, type Postmaster } from './embedded/postmaster.ts';
import { startOrAdopt, takeOver } from './embedded/server.ts';
import type { Server } from './embedded/settings.ts';
import { settingsFile } from './embedded/settings.ts';
import { supervise, type Supervisor } from './embedded/supervisor.ts';

/** How the bundled PostgreSQL is started. */
export type EmbeddedPostgresOptions = {
  /** Created when missing. One Patchbay at a time. */
  readonly dataDirectory: string;
  /** Default true: a commit survives the loss of power. False is for tests alone. */
  readonly durable?: boolean;
  /** Connections that we need; the server has some more, for commands beside it. Default 16. */
  readonly connections?: number;
  /** Receives `postgres.…` events. Default: no one. */
  readonly log?: Log;
  /**
   * Where the cluster may go when we are root and PostgreSQL's user cannot enter the data directory; copies of
   * programs, too.
   */
  readonly durablePlaces?: readonly string[];
  /** The root of the npm package with the binaries. Default: the one installed for this platform. */
  readonly packageRoot?: string;
};

/** The bundled PostgreSQL, running. */
export type EmbeddedPostgres = {
  /** For `new pg.Pool(…)`. Holds for as long as the server is not stopped, restarts after a crash included. */
  readonly connection: Connection;
  /** The number of the server's process; null while it is being started again. */
  pid(): number | null;
  /** Rolls back what is open, disconnects everyone, ends the server and gives the data directory free. */
  stop(): Promise<void>;
};

/**
 * Starts the bundled PostgreSQL 18 on the data directory, or adopts the server that an earlier Patchbay left running
 * there. It listens on a Unix socket that only its user and root can reach, and is started again when it ends unasked:
 * a pool then loses its connections and makes new ones. Throws `EmbeddedPostgresError`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const began = performance.now();
  const log = options.log ?? (() => null);
  try {
    const place = await findPlace(resolve(options.dataDirectory), options.durablePlaces);
    const lock = await takeLock(place.home, options.dataDirectory);
    const { server, supervisor } = await startLocked(place, options, log).catch((error: unknown) => {
      lock.release();
      throw error;
    });
    const { connection } = server;
    log('postgres.ready', { pid: supervisor.pid(), home: place.home, milliseconds: performance.now() - began });
    const stop = async () => {
      await supervisor.stop();
      await forgetSocketDirectory(place, connection);
      lock.release();
      log('postgres.stopped', {});
    };
    let stopped: Promise<void> | null = null;
    return { connection, pid: () => supervisor.pid(), stop: () => (stopped ??= stop()) };
  } catch (error) {
    throw named(error, options.dataDirectory);
  }
}

/**
 * How to reach the server that another process keeps running on this data directory, for a command beside it. Null when
 * none answers. It only looks: no directory is made, and no owner or mode is changed. Such a visitor does not keep the
 * server alive.
 */
export async function findEmbeddedPostgres({
  dataDirectory,
}: Pick<EmbeddedPostgresOptions, 'dataDirectory'>): Promise<Connection | null> {
  try {
    const place = await lookForPlace(resolve(dataDirectory));
    const connection = place === null ? null : await lookForConnection(place.home);
    if (place === null || connection === null) return null;
    return (await askDataDirectory(connection)) === place.cluster ? connection : null;
  } catch (error) {
    throw named(error, dataDirectory);
  }
}

async function startLocked(
  place: Place,
  options: EmbeddedPostgresOptions,
  log: Log,
): Promise<{ server: Server; supervisor: Supervisor }> {
  const server = await install(place, options);
  const { installation, connection, durable } = server;
  if (await takeOver(server)) log('postgres.owner_changed', { uid: place.identity?.uid });
  if (await createCluster(installation, connection, durable)) log('postgres.cluster_created', { home: place.home });
  const first = await startOrAdopt(server, log);
  await createDatabase(connection).catch(async (error: unknown) => {
    await end(first, installation);
    throw error;
  });
  const servers = {
    start: () => startOrAdopt(server, log),
    end: (postmaster: Postmaster) => end(postmaster, installation),
  };
  return { server, supervisor: supervise(first, servers, log) };
}

async function install(place: Place, options: EmbeddedPostgresOptions): Promise<Server> {
  const packageRoot = options.packageRoot ?? findPackage();
  const copyTo = [dirname(place.home), ...(options.durablePlaces ?? DURABLE_PLACES)];
  const binaries = await prepareBinaries(packageRoot, place.identity, copyTo);
  const args = serverArgs(place.cluster, settingsFile(place.home));
  const connection = await chooseConnection(place);
  return {
    installation: { place, binaries, args },
    connection,
    durable: options.durable ?? true,
    connections: options.connections ?? 16,
  };
}

/** What we did not foresee (a full disk, a directory that is not ours) keeps its words and gains a name. */
function named(error: unknown, dataDirectory: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const words = error instanceof Error ? error.message : String(error);
  return new EmbeddedPostgresError('start_failed', `PostgreSQL cannot be used on ${dataDirectory}: ${words}`, {
    cause: error,
  });
}
