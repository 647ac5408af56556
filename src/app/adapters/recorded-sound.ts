/** Recordings as archives take them in: read from their files, a part at a time. */
import { open } from 'node:fs/promises';
import type { SoundOf } from '#api/archives.ts';
import { recordingFile } from '#storage/recordings.ts';
import type { Config } from '#config/config.ts';

/** Reads the recordings of the data directory. One that is deleted meanwhile is read to its end. */
export function soundReader({ dataDirectory }: Pick<Config, 'dataDirectory'>): SoundOf {
  return async (uid) => {
    const file = await open(recordingFile(dataDirectory, uid).path).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    });
    return file?.createReadStream() ?? null;
  };
}
