/**
 * One side of a recording while the call runs: its Opus packets in an Ogg file, as they come, with nothing decoded. Each
 * half second is a page of its own, so a file that a crash cut still plays up to there.
 */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createOggOpusWriter } from '#media/ogg-opus.ts';
import type { OggOpusWriter } from '#media/ogg-opus.ts';
import { timestampDistance } from '#media/sequence.ts';
import type { SoundPacket } from '../leg/sound.ts';
import { writeTrackName } from './track-name.ts';
import type { Side } from './track-name.ts';

/** Mutable, of one leg for as long as it is one side of one recording. */
export type TrackRecorder = {
  hear(packet: SoundPacket, now: number): void;
  /** After this the files are whole and on the disk. False: something could not be written. */
  close(): Promise<boolean>;
};

/** Packets kept back to be put in order: a tenth of a second, in which a network's detours end. */
const KEPT_BACK = 5;

/** Bytes waiting for a disk that has stalled; about ten minutes of speech. More is lost. */
const WAITING_BYTES_MAX = 2 * 1024 * 1024;

/** A stream's own clock may run this far from ours, as after a laptop slept, before the rest begins a file at its own time. */
const FARTHEST_DRIFT_MILLISECONDS = 400;
const DRIFTED_PACKETS = 50;

/** Files of one side. A browser begins a new one when its connection or its microphone changes; who does so all the time is heard no more. */
export const MOST_PARTS = 500;

const TICKS_PER_MILLISECOND = 48;

type Part = {
  readonly writer: OggOpusWriter;
  readonly file: QueuedFile;
  readonly source: string;
  readonly startedAt: number;
  readonly first: number;
};

/** `startedAt`: when the recording began; the files, in `directory`, are named by how long after that they begin. */
export function createTrackRecorder(options: {
  readonly directory: string;
  readonly side: Side;
  readonly startedAt: number;
}): TrackRecorder {
  let part: Part | null = null;
  let parts = 0;
  let kept: SoundPacket[] = [];
  let drifted = 0;
  const closing: Promise<boolean>[] = [];

  function begin(packet: SoundPacket, now: number): Part {
    parts += 1;
    const offset = Math.max(0, Math.round(now - options.startedAt));
    const name = writeTrackName({ side: options.side, offset });
    const writer = createOggOpusWriter({ serial: offset, channels: 1, tags: { TITLE: options.side } });
    const file = openQueued(options.directory, name);
    file.append(writer.start());
    return { writer, file, source: packet.source, startedAt: now, first: packet.timestamp };
  }

  function write(count: number): void {
    for (const packet of kept.splice(0, count)) {
      part?.file.append(part.writer.packet(packet.payload, packet.timestamp));
    }
  }

  function end(): void {
    if (part === null) return;
    write(kept.length);
    part.file.append(part.writer.end());
    closing.push(part.file.close());
    part = null;
    drifted = 0;
  }

  function hasDrifted({ startedAt, first }: Part, packet: SoundPacket, now: number): boolean {
    const own = timestampDistance(first, packet.timestamp) / TICKS_PER_MILLISECOND;
    drifted = Math.abs(now - startedAt - own) > FARTHEST_DRIFT_MILLISECONDS ? drifted + 1 : 0;
    return drifted > DRIFTED_PACKETS;
  }

  return {
    hear(packet, now) {
      if (packet.kind !== 'sound') return;
      if (part !== null && (part.source !== packet.source || hasDrifted(part, packet, now))) end();
      if (part === null && parts >= MOST_PARTS) return;
      part ??= begin(packet, now);
      const place = kept.findLastIndex(({ timestamp }) => timestampDistance(timestamp, packet.timestamp) >= 0);
      // Copied, since the datagram around it would be kept, too; into Node's pool, since a buffer for each is half the cost of recording.
      kept.splice(place + 1, 0, { ...packet, payload: Buffer.from(packet.payload) });
      if (kept.length > KEPT_BACK) write(kept.length - KEPT_BACK);
    },
    async close() {
      end();
      const written = await Promise.all(closing);
      return written.every(Boolean);
    },
  };
}

type QueuedFile = ReturnType<typeof openQueued>;

/** A file that is appended to in order, without anyone waiting. */
function openQueued(directory: string, name: string) {
  let isWell = true;
  let waiting = 0;
  let work: Promise<FileHandle | null> = openNew(directory, name);

  function then(act: (file: FileHandle) => Promise<unknown>): void {
    work = work.then(async (file) => {
      if (file === null) return null;
      try {
        await act(file);
      } catch {
        // A full disk, most likely: what is there is kept, and close() tells.
        isWell = false;
      }
      return file;
    });
  }

  return {
    append(bytes: Uint8Array): void {
      if (bytes.length === 0) return;
      if (waiting > WAITING_BYTES_MAX) {
        isWell = false;
        return;
      }
      waiting += bytes.length;
      then(async (file) => {
        waiting -= bytes.length;
        await file.writeFile(bytes);
      });
    },
    async close(): Promise<boolean> {
      then((file) => file.sync());
      const file = await work;
      await file?.close();
      return file !== null && isWell;
    },
  };
}

/** A name taken already, by a part that began in the same millisecond, gets a number more. */
async function openNew(directory: string, name: string): Promise<FileHandle | null> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      return await open(`${directory}/${attempt === 0 ? '' : `${attempt}-`}${name}`, 'wx', 0o600);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return null;
    }
  }
  return null;
}
