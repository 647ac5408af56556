import { lchown, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keepNames } from './durable-file.ts';
import type { Identity } from './identity.ts';
import type { Place } from './place.ts';

/** Whether the cluster is there and belongs to another user than it should: an earlier version gave it to `nobody`. */
export async function belongsToAnother({ cluster, identity }: Place): Promise<boolean> {
  if (identity === null) return false;
  const owner = await stat(cluster).catch(() => null);
  return owner !== null && owner.uid !== identity.uid;
}

/**
 * Gives a directory and everything in it to the identity; no server may run on it. The directory itself comes last, so
 * that work which was cut short is seen and done again. Links are given, never followed.
 */
export async function giveTo(directory: string, identity: Identity): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await giveTo(path, identity);
    else await lchown(path, identity.uid, identity.gid);
  }
  await keepNames(directory);
  await lchown(directory, identity.uid, identity.gid);
  await keepNames(dirname(directory));
}
