/** Reads how loud a recording is, without reading all of it: an hour is more than two hundred megabytes. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { loudest, PEAKS } from '../codec/peaks.ts';
import { WAV_HEADER_BYTES } from '../codec/wav.ts';

/** What is read of each stretch, in bytes: a quarter of a second of stereo at 16 kHz. */
const WINDOW_BYTES = 16_384;
/** Recordings whose peaks are kept in mind. A recording does not change. */
const MAX_REMEMBERED = 200;

type Peaks = { readonly left: readonly number[]; readonly right: readonly number[] | null };

/** Null when there is no such file, or none of ours. */
export type ReadPeaks = (uid: string) => Promise<Peaks | null>;

/** Makes the reader; `pathOf` says where a recording lies. */
export function createPeakReader(pathOf: (uid: string) => string): ReadPeaks {
  const known = new LRUCache<string, Peaks>({ max: MAX_REMEMBERED });
  return async (uid) => {
    const remembered = known.get(uid);
    if (remembered !== undefined) return remembered;
    const peaks = await readPeaks(pathOf(uid));
    if (peaks === null) return null;
    known.set(uid, peaks);
    return peaks;
  };
}

async function readPeaks(path: string): Promise<Peaks | null> {
  const file = await open(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return null;
  try {
    const header = Buffer.alloc(WAV_HEADER_BYTES);
    await file.read(header, 0, header.length, 0);
    const channels = header.readUInt16LE(22);
    return header.toString('latin1', 0, 4) === 'RIFF' && (channels === 1 || channels === 2)
      ? await readWindows(file, channels)
      : null;
  } finally {
    await file.close();
  }
}

async function readWindows(file: FileHandle, channels: 1 | 2): Promise<Peaks> {
  const frameBytes = channels * 2;
  const { size } = await file.stat();
  const frames = Math.max(0, Math.floor((size - WAV_HEADER_BYTES) / frameBytes));
  const count = Math.min(PEAKS, frames);
  const window = Buffer.alloc(WINDOW_BYTES);
  const found: (readonly number[])[] = [];
  for (let place = 0; place < count; place++) {
    const from = Math.floor((place * frames) / count);
    const to = Math.floor(((place + 1) * frames) / count);
    const length = Math.min(WINDOW_BYTES, (to - from) * frameBytes);
    const { bytesRead } = await file.read(window, 0, length, WAV_HEADER_BYTES + from * frameBytes);
    found.push(loudest(window.subarray(0, bytesRead), channels));
  }
  const channel = (which: number): readonly number[] => found.map((each) => each[which] ?? 0);
  return { left: channel(0), right: channels === 2 ? channel(1) : null };
}
