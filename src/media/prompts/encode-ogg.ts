/** Samples to an Ogg/Opus file as players of legs want it: mono, a packet every 20 ms. For a worker. */
import { joinBytes } from '../codec/bytes.ts';
import { createOggOpusWriter } from '../codec/ogg-opus.ts';
import { resample } from '../codec/pcm.ts';
import { createOpusEncoder } from '../codec/opus-codec.ts';
import type { OpusRate } from '../codec/opus-codec.ts';

const PACKETS_PER_SECOND = 50;

/** Bits a second: speech of a telephone's band is clear with less, music wants more. */
const SPEECH = { rate: 16_000, bits: 24_000 } as const;
const MUSIC = { rate: 48_000, bits: 40_000 } as const;

/** The whole file. The last packet is filled up with silence. */
export function encodeOgg(samples: Int16Array, sampleRate: number, kind: 'speech' | 'music'): Uint8Array {
  const { rate, bits }: { rate: OpusRate; bits: number } = kind === 'speech' ? SPEECH : MUSIC;
  const sound = resample(samples, sampleRate, rate);
  const size = rate / PACKETS_PER_SECOND;
  const encoder = createOpusEncoder(rate, kind, bits);
  const writer = createOggOpusWriter({ serial: 1, channels: 1 });
  const parts = [writer.start()];
  for (let at = 0; at < sound.length; at += size) {
    const frame = new Int16Array(size);
    frame.set(sound.subarray(at, at + size));
    parts.push(writer.packet(encoder.encode(frame), null));
  }
  encoder.close();
  return joinBytes([...parts, writer.end()]);
}
