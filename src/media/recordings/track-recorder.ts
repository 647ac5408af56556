/**
 * One side of a recording while the call runs: its packets in a file, as they come, with nothing decoded. Each half
 * second is written by itself, so a file that a crash cut still plays up to there.
 */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createSenderClock } from '../codec/sender-clock.ts';
import type { Placed, SenderClock } from '../codec/sender-clock.ts';
import { timestampDistance } from '../codec/sequence.ts';
import type { SoundPacket } from '../audio-packet.ts';
import type { VoiceCodec } from '../codec/voice-codec.ts';
import { writeTrackName } from './track-name.ts';
import type { Side } from './track-name.ts';
import { createTrackWriter } from './track-writer.ts';
import type { TrackWriter } from './track-writer.ts';

/** Mutable, of one leg for as long as it is one side of one recording. */
export type TrackRecorder = {
  /** The packet is kept: its bytes must not change. */
  hear(packet: SoundPacket, now: number): void;
  /** After this the files are whole and on the disk. False: something could not be written. */
  close(): Promise<boolean>;
};

/** Packets kept back to be put in order: a tenth of a second, in which a network's detours end. */
const KEPT_BACK = 5;

/** Bytes waiting for a disk that has stalled; about ten minutes of speech. More is lost. */
const WAITING_BYTES_MAX = 2 * 1024 * 1024;

/**
 * Files of one side. A new one begins when the far end's connection, microphone or codec changes, and when its clock
 * and ours have parted (see `sender-clock.ts`). After these many nothing more of that side is recorded.
 */
export const MAX_PARTS = 500;

type Part = { readonly writer: TrackWriter; readonly file: QueuedFile };

/** `startedAt`: when the recording began; the files, in `directory`, are named by how long after that they begin. */
export function createTrackRecorder(options: {
  readonly directory: string;
  readonly side: Side;
  readonly startedAt: number;
}): TrackRecorder {
  let part: Part | null = null;
  let parts = 0;
  let source: { readonly name: string; readonly codec: VoiceCodec; readonly clock: SenderClock<SoundPacket> } | null =
    null;
  let kept: SoundPacket[] = [];
  const closing: Promise<boolean>[] = [];

  function begin(startsAt: number): Part | null {
    if (parts >= MAX_PARTS) return null;
    parts += 1;
    const offset = Math.max(0, Math.round(startsAt - options.startedAt));
    const codec = source?.codec ?? 'opus';
    const name = writeTrackName({ side: options.side, offset, codec });
    const writer = createTrackWriter(codec, offset, options.side);
    const file = openQueued(options.directory, name);
    file.append(writer.start());
    return { writer, file };
  }

  function write(count: number): void {
    for (const packet of kept.splice(0, count)) {
      part?.file.append(part.writer.packet(packet.payload, packet.timestamp));
    }
  }

  function end(): void {
    write(kept.length);
    if (part === null) return;
    part.file.append(part.writer.end());
    closing.push(part.file.close());
    part = null;
  }

  function keep(packet: SoundPacket): void {
    const place = kept.findLastIndex(({ timestamp }) => timestampDistance(timestamp, packet.timestamp) >= 0);
    kept.splice(place + 1, 0, packet);
    if (kept.length > KEPT_BACK) write(kept.length - KEPT_BACK);
  }

  function place(runs: readonly Placed<SoundPacket>[]): void {
    for (const { startsAt, packets } of runs) {
      if (startsAt !== null) {
        end();
        part = begin(startsAt);
      }
      for (const packet of packets) keep(packet);
    }
  }

  return {
    hear(packet, now) {
      if (packet.kind === 'key') return;
      if (source?.name !== packet.source || source.codec !== packet.kind) {
        place(source?.clock.drain() ?? []);
        source = { name: packet.source, codec: packet.kind, clock: createSenderClock() };
      }
      place(source.clock.arrived(packet, now));
    },
    async close() {
      place(source?.clock.drain() ?? []);
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
