/** What tells a data directory that is still being restored from one that is whole. */
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createFile, keepNames } from '#storage/embedded/durable-file.ts';
import { BackupFault } from './backup-fault.ts';

/** The file that is there from before the first change of a restore until after the last. */
const UNFINISHED = 'restore-unfinished';

const WORDS = 'A restore into this directory has begun and was not finished. Empty it, and restore again.\n';

/** Notes on the disk that a restore begins. */
export async function beginRestore(dataDirectory: string): Promise<void> {
  await createFile(join(dataDirectory, UNFINISHED), WORDS);
}

/** Notes that all of it is on the disk. */
export async function endRestore(dataDirectory: string): Promise<void> {
  await rm(join(dataDirectory, UNFINISHED));
  await keepNames(dataDirectory);
}

/** Throws where a restore was cut off, or is under way. */
export async function refuseUnfinished(dataDirectory: string): Promise<void> {
  const isThere = await access(join(dataDirectory, UNFINISHED)).then(
    () => true,
    () => false,
  );
  if (isThere)
    throw new BackupFault(
      'unfinished',
      `A restore into ${dataDirectory} is under way or was cut off. Empty the directory (and the database of ` +
        'PATCHBAY_DATABASE_URL), and restore again.',
    );
}
