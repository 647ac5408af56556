import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDataDirectory } from './data-directory.ts';
import { createFile } from './durable-file.ts';
import { EmbeddedPostgresError, hasCode } from './errors.ts';
import { chooseIdentity, findClosed, type Identity } from './identity.ts';

/** Where a root-only data directory's cluster goes. Tried in order; both outlive a reboot. */
export const DURABLE_PLACES: readonly string[] = ['/var/lib/patchbay', '/usr/local/var/patchbay'];

/** Tells, inside the data directory, that its cluster lives elsewhere. One absolute path. */
const RECORD = 'postgres-location';

/** The home's name in a data directory that PostgreSQL's user can reach, and the cluster's in its home. */
const INSIDE = 'postgres';
const CLUSTER = 'cluster';

/** Where one cluster lives and who runs it. */
export type Place = {
  /**
   * Our directory: lock, log, settings. It belongs to us, never to PostgreSQL's user, so that user cannot lead us
   * astray. Only that user's group may enter it.
   */
  readonly home: string;
  /** PostgreSQL's data directory. It belongs to PostgreSQL's user. */
  readonly cluster: string;
  /** Null when PostgreSQL runs as ourselves. */
  readonly identity: Identity | null;
};

/**
 * Finds the place of the data directory's cluster, and makes it when there is none: `<data directory>/postgres`, or,
 * when PostgreSQL's user cannot get there (a checkout below /root), a directory elsewhere that the data directory
 * records.
 */
export async function findPlace(dataDirectory: string, durablePlaces = DURABLE_PLACES): Promise<Place> {
  await makeDataDirectory(dataDirectory);
  const data = await realpath(dataDirectory);
  const home = (await readRecord(data)) ?? (await chooseHome(data, durablePlaces));
  const cluster = join(home, CLUSTER);
  const identity = await chooseIdentity(cluster, data);
  await makeDirectory(home, identity === null ? 0o700 : 0o710);
  if (identity !== null) await chown(home, 0, identity.gid);
  return { home, cluster, identity };
}

/**
 * Where the data directory's cluster is, for one who only looks: nothing is made or changed. Null when there is none.
 */
export async function lookForPlace(dataDirectory: string): Promise<Pick<Place, 'home' | 'cluster'> | null> {
  const data = await realpath(dataDirectory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  if (data === null) return null;
  const home = (await readRecord(data)) ?? join(data, INSIDE);
  const cluster = join(home, CLUSTER);
  return (await exists(cluster)) ? { home, cluster } : null;
}

async function readRecord(data: string): Promise<string | null> {
  const record = join(data, RECORD);
  const home = await readFile(record, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  if (home === null) return null;
  if (await exists(home.trim())) return home.trim();
  throw new EmbeddedPostgresError(
    'database_missing',
    `The database of ${data} was at ${home.trim()} and is gone. Put it back, or delete ${record} to begin with an empty one.`,
  );
}

async function chooseHome(data: string, durablePlaces: readonly string[]): Promise<string> {
  const inside = join(data, INSIDE);
  const identity = await chooseIdentity(join(inside, CLUSTER), data);
  const closed = await findClosed(data, identity, { reads: false });
  if (identity === null || closed === null) return inside;
  if (await exists(join(inside, CLUSTER))) throw unreachable(inside, closed, identity);
  for (const place of durablePlaces) {
    if (await isUsable(place, identity)) return await recordHome(data, place);
  }
  throw unreachable(inside, closed, identity);
}

async function isUsable(place: string, identity: Identity): Promise<boolean> {
  try {
    if (!(await exists(place))) await makeDirectory(place, 0o755);
    return (await findClosed(place, identity, { reads: false })) === null;
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT')) return false;
    throw error;
  }
}

/**
 * A fresh directory in the place, named after the data directory. A directory of that name that holds a cluster already
 * is another's: the data directory that recorded it was deleted, and its data must not come back by surprise.
 */
async function recordHome(data: string, place: string): Promise<string> {
  const name = createHash('sha256').update(data).digest('hex').slice(0, 16);
  let home = join(place, name);
  for (let copy = 2; await exists(join(home, CLUSTER)); copy += 1) home = join(place, `${name}-${copy}`);
  await makeDirectory(home, 0o711);
  if (await createFile(join(data, RECORD), `${home}\n`)) return home;
  return (await readRecord(data)) ?? home; // Another Patchbay was faster; the lock decides between us.
}

/** Makes the directory unless it is there, and gives it this mode, whatever the umask. */
async function makeDirectory(directory: string, mode: number): Promise<void> {
  await mkdir(directory, { recursive: true });
  await chmod(directory, mode);
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function unreachable(inside: string, closed: string, identity: Identity): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'data_directory_unreachable',
    `PostgreSQL cannot run as root, and the user ${identity.name} cannot reach ${inside}, because ${closed} is closed to it. ` +
      'Choose another data directory, or run Patchbay as another user.',
  );
}
