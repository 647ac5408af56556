/** Ogg/Opus files as they are played: read once, kept while there is room. */
import { readFile, stat } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { readOggOpus } from '../../codec/ogg-opus.ts';
import { readOpus } from '../../codec/opus.ts';

/** A file's packets, each with its length in ticks of 48 kHz. */
export type Sound = {
  readonly packets: readonly { readonly payload: Uint8Array; readonly ticks: number }[];
  readonly bytes: number;
};

/** Files that can be played. */
export type Sounds = {
  /** Null for a file that is not there or holds no Opus: then there is nothing to be heard. */
  load(path: string): Promise<Sound | null>;
};

/** Hold music and a few dozen prompts; a longer greeting replaces what was not used for longest. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** A file larger than this is no prompt: more than an hour of speech. */
const FILE_BYTES_MAX = 24 * 1024 * 1024;

/** A file that changed is read again. */
export function createSounds(): Sounds {
  const kept = new LRUCache<string, { readonly sound: Sound; readonly version: string }>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ sound }) => Math.max(1, sound.bytes),
  });

  return {
    async load(path) {
      const version = await versionOf(path);
      if (version === null) return null;
      const known = kept.get(path);
      const sound = known?.version === version ? known.sound : await readSound(path);
      if (sound !== null && sound !== known?.sound) kept.set(path, { sound, version });
      return sound;
    },
  };
}

async function versionOf(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size, isFile } = await describe(path);
    return isFile && size <= FILE_BYTES_MAX ? `${mtimeMs} ${size}` : null;
  } catch {
    return null;
  }
}

async function describe(path: string) {
  const stats = await stat(path);
  return { mtimeMs: stats.mtimeMs, size: stats.size, isFile: stats.isFile() };
}

async function readSound(path: string): Promise<Sound | null> {
  const bytes = await readFile(path).catch(() => null);
  const read = bytes === null ? null : readOggOpus(new Uint8Array(bytes));
  if (read === null || !read.ok || read.opus.packets.length === 0) return null;
  const packets = read.opus.packets.map((payload) => ({ payload, ticks: readOpus(payload)?.ticks ?? 0 }));
  return { packets, bytes: packets.reduce((sum, { payload }) => sum + payload.length, 0) };
}
