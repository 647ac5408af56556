/** Sound that somebody brings, a WAV or an Ogg/Opus file, as players of legs want it. Anything may be in it. For a worker. */
import { OPUS_CLOCK_RATE, readOpus } from '#media/opus.ts';
import { readOggOpus } from '#media/ogg-opus.ts';
import { decodeWav } from '#media/wav.ts';
import { encodeOgg } from './encode-ogg.ts';
import { createOpusDecoder } from './opus-codec.ts';

/** Why it cannot be played. */
export type UploadFault = 'no_sound' | 'too_short' | 'too_long' | 'odd_sample_rate';

/** An Ogg/Opus file, mono. */
export type Converted =
  | { readonly ok: true; readonly audio: Uint8Array; readonly seconds: number }
  | { readonly ok: false; readonly fault: UploadFault };

/** How long it may be. Seconds. */
export type UploadLimits = { readonly shortest: number; readonly longest: number };

/** Rates of WAV files that are taken. */
const LOWEST_RATE = 8000;
const HIGHEST_RATE = 48_000;

const DECODED_RATE = 48_000;

/** `kind`: music is kept at a higher rate than speech. */
export function convertUpload(bytes: Uint8Array, kind: 'speech' | 'music', limits: UploadLimits): Converted {
  const read = readWav(bytes, limits) ?? readOpusFile(bytes, limits);
  if (!read.ok) return read;
  const { samples, sampleRate } = read;
  const seconds = samples.length / sampleRate;
  if (seconds < limits.shortest) return { ok: false, fault: 'too_short' };
  return { ok: true, audio: encodeOgg(samples, sampleRate, kind), seconds: Math.round(seconds * 10) / 10 };
}

type Read =
  | { readonly ok: true; readonly samples: Int16Array; readonly sampleRate: number }
  | { readonly ok: false; readonly fault: UploadFault };

/** Null: it is no WAV file that we know. */
function readWav(bytes: Uint8Array, { longest }: UploadLimits): Read | null {
  const decoded = decodeWav(bytes);
  if (!decoded.ok) return null;
  const { sampleRate, channels } = decoded.wav;
  const [left = new Int16Array(0), right] = channels;
  if (sampleRate < LOWEST_RATE || sampleRate > HIGHEST_RATE) return { ok: false, fault: 'odd_sample_rate' };
  if (left.length / sampleRate > longest) return { ok: false, fault: 'too_long' };
  const samples =
    right === undefined ? left : left.map((sample, index) => Math.round((sample + (right[index] ?? 0)) / 2));
  return { ok: true, samples, sampleRate };
}

function readOpusFile(bytes: Uint8Array, { longest }: UploadLimits): Read {
  const read = readOggOpus(bytes);
  if (!read.ok) return { ok: false, fault: 'no_sound' };
  const packets = read.opus.packets.map((packet) => ({ packet, ticks: readOpus(packet)?.ticks ?? 0 }));
  const ticks = packets.reduce((sum, each) => sum + each.ticks, 0);
  if (ticks / OPUS_CLOCK_RATE > longest) return { ok: false, fault: 'too_long' };
  const samples = new Int16Array(ticks);
  const decoder = createOpusDecoder(DECODED_RATE);
  let at = 0;
  for (const each of packets) {
    const decoded = each.ticks === 0 ? new Int16Array(0) : decoder.decode(each.packet, each.ticks);
    samples.set(decoded.subarray(0, samples.length - at), at);
    at += each.ticks;
  }
  decoder.close();
  return { ok: true, samples: samples.subarray(read.opus.preSkip), sampleRate: DECODED_RATE };
}
