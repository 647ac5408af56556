/** How much the disk has left for recordings: what is beyond the reserve belongs to the database. */
import { statfs } from 'node:fs/promises';

/** Bytes that this user may still write where the directory is. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/**
 * Makes the question whether this many bytes more can be recorded without touching the reserve. What cannot be measured
 * stops nothing: then writing says what is wrong.
 */
export function createDiskRoom(directory: string, reserveBytes: number): (bytes: number) => Promise<boolean> {
  return async (bytes) =>
    freeBytes(directory).then(
      (free) => free - bytes >= reserveBytes,
      () => true,
    );
}
