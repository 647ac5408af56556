/** Packets of any voice codec to samples of one rate. */
import { decodeG711 } from './g711.ts';
import { createG722Decoder, G722_RATE } from './g722.ts';
import type { G722Decoder } from './g722.ts';
import { readOpus } from './opus.ts';
import { createOpusDecoder } from './opus-codec.ts';
import type { OpusDecoder } from './opus-codec.ts';
import type { VoiceCodec } from './voice-codec.ts';

/** Mutable, of one voice: what was lost is guessed from what came before. */
export type VoiceDecoder = {
  /** The packet's samples, mono; none for a packet that is none of its codec. */
  decode(codec: VoiceCodec, payload: Uint8Array): Int16Array;
  /** Frees the memory of a codec in use, which no garbage collector does. What comes after is decoded anew. */
  close(): void;
};

/** A decoder to 8000 or 16,000 samples a second. */
export function createVoiceDecoder(rate: 8000 | 16_000): VoiceDecoder {
  let opus: OpusDecoder | null = null;
  let g722: G722Decoder | null = null;
  let last = 0;

  /** Each sample, and before it what lies halfway to it. */
  function double(samples: Int16Array): Int16Array {
    const doubled = new Int16Array(samples.length * 2);
    for (const [index, sample] of samples.entries()) {
      doubled[2 * index] = (last + sample) >> 1;
      doubled[2 * index + 1] = sample;
      last = sample;
    }
    return doubled;
  }

  function decodeG722(payload: Uint8Array): Int16Array {
    g722 ??= createG722Decoder();
    const samples = g722.decode(payload);
    return rate === G722_RATE ? samples : halve(samples);
  }

  return {
    decode(codec, payload) {
      if (codec === 'g722') return decodeG722(payload);
      if (codec !== 'opus') {
        const samples = decodeG711(codec === 'pcmu' ? 'mu' : 'a', payload);
        return rate === 8000 ? samples : double(samples);
      }
      const read = readOpus(payload);
      if (read === null) return new Int16Array(0);
      opus ??= createOpusDecoder(rate);
      return opus.decode(payload, read.ticks);
    },
    close() {
      opus?.close();
      [opus, g722] = [null, null];
    },
  };
}

/** Every two samples as one: telephones' band is left, and little above it folds into it. */
function halve(samples: Int16Array): Int16Array {
  return Int16Array.from(
    { length: samples.length >> 1 },
    (_, index) => ((samples[2 * index] ?? 0) + (samples[2 * index + 1] ?? 0)) >> 1,
  );
}
