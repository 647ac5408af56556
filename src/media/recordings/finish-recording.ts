/**
 * From the tracks of a recording to the file that is kept: decoded, each part at its time, left and right. For a
 * worker: it computes for about a second for each minute, a second of sound at a time.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { VoiceCodec } from '../codec/voice-codec.ts';
import { encodeWav, WAV_HEADER_BYTES } from '../codec/wav.ts';
import { writeDurably } from '../durable-file.ts';
import type { Recorded } from './recorder.ts';
import { readTrackName, SIDES, tracksOf } from './track-name.ts';
import type { Side } from './track-name.ts';
import { createTrackFrames, framesOfTrack, RECORDING_RATE } from './track-reader.ts';

const BYTES_PER_FRAME = 4;
const LOUDEST = 32_767;
const QUIETEST = -32_768;

/** A file of sound in its place. Frames count from the recording's beginning. */
type Part = {
  readonly side: Side;
  readonly codec: VoiceCodec;
  readonly path: string;
  readonly first: number;
  readonly frames: number;
};

/**
 * Writes the recording `path` and removes its tracks. `seconds`: how long it is; null when no one knows any more, then
 * it is as long as what is there. Null: there is nothing at all.
 */
export function finishRecording(path: string, seconds: number | null): Recorded | null {
  const parts = findParts(tracksOf(path));
  const longest = parts.reduce((most, { first, frames }) => Math.max(most, first + frames), 0);
  const frames = seconds === null ? longest : Math.round(seconds * RECORDING_RATE);
  if (frames === 0) {
    rmSync(tracksOf(path), { recursive: true, force: true });
    return null;
  }
  writeDurably(path, recordingBytes(parts, frames));
  rmSync(tracksOf(path), { recursive: true, force: true });
  return { seconds: frames / RECORDING_RATE, bytes: WAV_HEADER_BYTES + frames * BYTES_PER_FRAME };
}

/** How long the sound of a recording's finished file of this many bytes is. Seconds. */
export function secondsOfFile(bytes: number): number {
  return Math.max(0, bytes - WAV_HEADER_BYTES) / BYTES_PER_FRAME / RECORDING_RATE;
}

function findParts(directory: string): Part[] {
  return namesIn(directory).flatMap((name) => {
    const track = readTrackName(name);
    const path = join(directory, name);
    const frames = track === null ? null : framesOfTrack(path, track.codec);
    if (track === null || frames === null) return [];
    const first = Math.round((track.offset * RECORDING_RATE) / 1000);
    return [{ side: track.side, codec: track.codec, path, first, frames }];
  });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch (error) {
    // Nothing was recorded: the directory is made with the first leg.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function* recordingBytes(parts: readonly Part[], frames: number): Generator<Uint8Array> {
  yield header(frames);
  const players = parts.map((part) => ({ side: part.side, player: createPartPlayer(part) }));
  for (let at = 0; at < frames; at += RECORDING_RATE) {
    const block = new Int16Array(Math.min(RECORDING_RATE, frames - at) * SIDES.length);
    for (const { side, player } of players) player.play(at, block, SIDES.indexOf(side));
    yield littleEndian(block);
  }
  for (const { player } of players) player.close();
}

/** One part, decoded when its time comes and forgotten after. */
function createPartPlayer({ path, codec, first, frames }: Part) {
  let stream: ReturnType<typeof createTrackFrames> | null = null;
  let isOver = false;

  function close(): void {
    stream?.close();
    stream = null;
    isOver = true;
  }

  return {
    close,
    /** Adds what falls into the block that begins at frame `at` to one of its channels. */
    play(at: number, block: Int16Array, channel: number): void {
      const length = block.length / SIDES.length;
      if (isOver || at + length <= first) return;
      stream ??= createTrackFrames(path, codec);
      const from = Math.max(0, first - at);
      const samples = stream.take(Math.min(length - from, first + frames - at - from));
      for (const [index, sample] of samples.entries()) {
        const place = (from + index) * SIDES.length + channel;
        block[place] = Math.max(QUIETEST, Math.min(LOUDEST, (block[place] ?? 0) + sample));
      }
      if (at + length >= first + frames) close();
    },
  };
}

/** The header of a file that long: that of an empty one with its two lengths put right. */
function header(frames: number): Uint8Array {
  const bytes = encodeWav({ sampleRate: RECORDING_RATE, channels: SIDES.map(() => new Int16Array(0)) });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(4, WAV_HEADER_BYTES - 8 + frames * BYTES_PER_FRAME, true);
  view.setUint32(40, frames * BYTES_PER_FRAME, true);
  return bytes;
}

function littleEndian(samples: Int16Array): Uint8Array {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  // WAV wants little-endian; the few machines that are not must turn the bytes.
  return IS_LITTLE_ENDIAN ? bytes : bytes.swap16();
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
