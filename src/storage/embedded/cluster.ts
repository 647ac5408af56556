import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { keepNames } from './durable-file.ts';
import { NAME, passwordFile, type Connection } from './endpoint.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { forInitdb, readPasswd, type Identity } from './identity.ts';
import { giveTo } from './ownership.ts';
import type { Place } from './place.ts';
import type { Installation } from './postmaster.ts';
import { programOptions, runProgram } from './program.ts';

/** UTF-8, ordered by code point; `upper`, `lower` and `\w` know all of Unicode, the same on every machine. */
const ALPHABET = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/**
 * Makes the cluster unless it is there. True when it was made.
 * It is made under another name and renamed when whole, so an initdb that was cut short leaves nothing to trip over.
 */
export async function createCluster(
  { place, binaries }: Installation,
  connection: Connection,
  durable: boolean,
): Promise<boolean> {
  if (await exists(place.cluster)) return false;
  await removeDrafts(place);
  const draft = `${place.cluster}.${randomUUID()}`;
  const maker = place.identity === null ? null : forInitdb(place.identity, await readPasswd());
  await makeOwn(draft, maker);
  const args = [...accessArgs(place, connection), ...(durable ? [] : ['--no-sync'])];
  await initialise(draft, maker, binaries, args);
  if (place.identity !== null) await giveTo(draft, place.identity);
  await rename(draft, place.cluster);
  if (durable) await Promise.all([place.home, dirname(place.home)].map(keepNames));
  return true;
}

async function initialise(
  draft: string,
  maker: Identity | null,
  binaries: Binaries,
  args: readonly string[],
): Promise<void> {
  try {
    await runProgram(
      join(binaries.directory, 'initdb'),
      ['-D', draft, `--username=${NAME}`, '--no-instructions', ...ALPHABET, ...args],
      programOptions(maker, draft),
      'initdb_failed',
    );
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

function accessArgs({ home }: Place, { password }: Connection): readonly string[] {
  return password === undefined ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${passwordFile(home)}`];
}

/**
 * What an initdb that did not finish has left. It may still be writing for a second, if only its Patchbay was killed.
 */
async function removeDrafts({ home, cluster }: Place): Promise<void> {
  const patience = { maxRetries: 20, retryDelay: 50 };
  for (const name of await readdir(home)) {
    if (!name.startsWith(`${basename(cluster)}.`)) continue;
    await rm(join(home, name), { recursive: true, force: true, ...patience });
  }
}

async function makeOwn(directory: string, identity: Identity | null): Promise<void> {
  await mkdir(directory);
  await chmod(directory, 0o700);
  if (identity !== null) await chown(directory, identity.uid, identity.gid);
}

async function exists(cluster: string): Promise<boolean> {
  if (!(await stat(cluster).catch(() => null))) return false;
  if (await stat(join(cluster, 'PG_VERSION')).catch(() => null)) return true;
  throw new EmbeddedPostgresError('database_missing', `${cluster} is there, but holds no PostgreSQL database.`);
}
