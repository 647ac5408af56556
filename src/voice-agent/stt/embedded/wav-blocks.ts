/** The sound of a recording's file, a second at a time, so that hours of it take no memory. */
import { closeSync, openSync, readSync } from 'node:fs';
import { decodeWav, WAV_HEADER_BYTES } from '#media/codec/wav.ts';
import { SILERO_RATE } from './silero.ts';

const SIDES = 2;
const BYTES_PER_FRAME = 2 * SIDES;

/** The file is no recording of ours: no WAV, or of another rate. */
export class NotARecordingError extends Error {
  override readonly name = 'NotARecordingError';
}

/** A recording that is open. Frames are read where they are asked for; behind its end there is silence. */
export type OpenRecording = {
  readonly frames: number;
  /** Left and right, `length` frames from there. */
  read(from: number, length: number): readonly [Int16Array, Int16Array];
  close(): void;
};

/** Opens the file. Throws a {@link NotARecordingError}, or what the system says. */
export function openRecording(path: string): OpenRecording {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(WAV_HEADER_BYTES);
    readSync(file, header, 0, WAV_HEADER_BYTES, 0);
    const decoded = decodeWav(header);
    if (!decoded.ok || decoded.wav.sampleRate !== SILERO_RATE || decoded.wav.channels.length !== SIDES)
      throw new NotARecordingError('The file is no recording of 16,000 Hz with two sides.');
    return { frames: Math.floor(header.readUInt32LE(40) / BYTES_PER_FRAME), read, close: () => closeSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }

  function read(from: number, length: number): readonly [Int16Array, Int16Array] {
    const bytes = Buffer.alloc(length * BYTES_PER_FRAME);
    readSync(file, bytes, 0, bytes.length, WAV_HEADER_BYTES + from * BYTES_PER_FRAME);
    const sides = [new Int16Array(length), new Int16Array(length)] as const;
    for (let frame = 0; frame < length; frame += 1) {
      sides[0][frame] = bytes.readInt16LE(frame * BYTES_PER_FRAME);
      sides[1][frame] = bytes.readInt16LE(frame * BYTES_PER_FRAME + 2);
    }
    return sides;
  }
}
