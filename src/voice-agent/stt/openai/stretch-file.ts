/** A stretch of one side of a recording as a WAV file of its own, for an engine elsewhere. */
import { open } from 'node:fs/promises';
import { encodeWav, WAV_HEADER_BYTES } from '#media/codec/wav.ts';
import type { Stretch } from '../embedded/speech-verbs.ts';

const RATE = 16_000;
const BYTES_PER_FRAME = 4;

/** Reads it from the recording's file, which has been looked at before: 16,000 Hz, two sides of 16 bits. */
export async function readStretch(path: string, { side, startSeconds, endSeconds }: Stretch): Promise<Uint8Array> {
  const from = Math.round(startSeconds * RATE);
  const bytes = Buffer.alloc((Math.round(endSeconds * RATE) - from) * BYTES_PER_FRAME);
  await using file = await open(path, 'r');
  const { bytesRead } = await file.read(bytes, 0, bytes.length, WAV_HEADER_BYTES + from * BYTES_PER_FRAME);
  const samples = new Int16Array(Math.floor(bytesRead / BYTES_PER_FRAME));
  const offset = side === 'left' ? 0 : 2;
  for (let frame = 0; frame < samples.length; frame += 1)
    samples[frame] = bytes.readInt16LE(frame * BYTES_PER_FRAME + offset);
  return encodeWav({ sampleRate: RATE, channels: [samples] });
}
