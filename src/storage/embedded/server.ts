import { setTimeout as sleep } from 'node:timers/promises';
import { socketLockFile } from './endpoint.ts';
import { EmbeddedPostgresError } from './errors.ts';
import type { Log } from './log.ts';
import { belongsToAnother, giveTo } from './ownership.ts';
import { askDataDirectory } from './maintenance.ts';
import { isServerOf, readPostmasterFile, removeStaleFiles } from './postmaster-file.ts';
import { end, launch, watchStranger, type Installation, type Postmaster } from './postmaster.ts';
import type { Server } from './settings.ts';
import { writeSettings } from './settings.ts';

/** How long a start waits for the last processes of a server that was killed. Milliseconds. */
const PREDECESSOR_LIMIT = 30_000;

/** How long a running server that we find may take until it answers, recovery included. Milliseconds. */
const ANSWER_LIMIT = 60_000;

/** Milliseconds. */
const STEP = 50;

/**
 * The running server of the cluster: one that outlived its Patchbay is adopted when it follows our settings and
 * answers, else ended; where none is left, one is started. The caller holds the cluster's lock.
 */
export async function startOrAdopt(server: Server, log: Log): Promise<Postmaster> {
  const { installation, connection } = server;
  const unchanged = await writeSettings(server);
  const orphan = await findServer(installation);
  if (orphan !== null) {
    const follows = unchanged && (await untilAnswers(orphan, server));
    log(follows ? 'postgres.adopted' : 'postgres.orphan_ended', { pid: orphan.pid });
    if (follows) return orphan;
    await end(orphan, installation);
  }
  await removeStaleFiles(installation.place.cluster, socketLockFile(connection));
  return await launchPatiently(installation);
}

/**
 * Takes the cluster over from the user who had it before: ends the server that still runs as that user, and gives the
 * files to the place's own. True when there was something to take. The caller holds the cluster's lock.
 */
export async function takeOver({ installation, connection }: Server): Promise<boolean> {
  const { place } = installation;
  if (place.identity === null || !(await belongsToAnother(place))) return false;
  const orphan = await findServer(installation);
  if (orphan !== null) await end(orphan, installation);
  // What that server could not remove any more, and PostgreSQL must open.
  await giveTo(connection.host, place.identity);
  await giveTo(place.cluster, place.identity);
  return true;
}

/** A server of this cluster that runs already. */
async function findServer({ place, args }: Installation): Promise<Postmaster | null> {
  const file = await readPostmasterFile(place.cluster);
  return file !== null && (await isServerOf(file.pid, args)) ? watchStranger(file.pid, args) : null;
}

/** Until the server proves to be this cluster's by an answer. False when it ends first or takes too long. */
async function untilAnswers(postmaster: Postmaster, { installation, connection }: Server): Promise<boolean> {
  const limit = performance.now() + ANSWER_LIMIT;
  const gone = postmaster.exited.then(() => true);
  while (performance.now() < limit) {
    if ((await askDataDirectory(connection)) === installation.place.cluster) return true;
    if (await Promise.race([gone, sleep(STEP, false)])) return false;
  }
  return false;
}

async function launchPatiently(installation: Installation): Promise<Postmaster> {
  const limit = performance.now() + PREDECESSOR_LIMIT;
  for (;;) {
    try {
      return await launch(installation);
    } catch (error) {
      const mayRetry = error instanceof EmbeddedPostgresError && error.mayRetry;
      if (!mayRetry || performance.now() > limit) throw error;
      await sleep(STEP);
    }
  }
}
