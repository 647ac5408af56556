/** Opus to samples and back, by libopus as WebAssembly (package opusscript): the only file that knows that package. */
import { createRequire } from 'node:module';
import type OpusScript from 'opusscript';

/** Rates that libopus decodes to and encodes from. */
export type OpusRate = 8000 | 12_000 | 16_000 | 24_000 | 48_000;

/** Mutable: what was lost is guessed from what came before. Mono. */
export type OpusDecoder = {
  /** The samples; silence as long as the packet would be for one that libopus does not take. */
  decode(packet: Uint8Array, ticks: number): Int16Array;
  /** Frees its memory, which no garbage collector does. */
  close(): void;
};

/** Mutable. Mono. */
export type OpusEncoder = {
  /** Exactly a frame of samples: 20 ms at the encoder's rate. */
  encode(samples: Int16Array): Uint8Array;
  close(): void;
};

/** libopus's own number for speech. */
const VOIP = 2048;
const AUDIO = 2049;
const OPUS_CLOCK_RATE = 48_000;

const load: () => typeof OpusScript = () => createRequire(import.meta.url)('opusscript') as typeof OpusScript;

/** A decoder to `rate`. */
export function createOpusDecoder(rate: OpusRate): OpusDecoder {
  const Opus = load();
  const opus = new Opus(rate, 1, VOIP);
  return {
    decode(packet, ticks) {
      try {
        const bytes = opus.decode(Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength));
        return new Int16Array(new Uint8Array(bytes).buffer);
      } catch {
        // "Invalid packet": it came from outside.
        return new Int16Array(Math.round((ticks * rate) / OPUS_CLOCK_RATE));
      }
    },
    close: () => opus.delete(),
  };
}

/** An encoder from `rate`. `bitRate`: bits a second. */
export function createOpusEncoder(rate: OpusRate, kind: 'speech' | 'music', bitRate: number): OpusEncoder {
  const Opus = load();
  const opus = new Opus(rate, 1, kind === 'speech' ? VOIP : AUDIO);
  opus.setBitrate(bitRate);
  return {
    encode(samples) {
      const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
      return new Uint8Array(opus.encode(bytes, samples.length));
    },
    close: () => opus.delete(),
  };
}
