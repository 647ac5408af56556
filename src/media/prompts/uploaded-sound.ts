/**
 * Sound that someone brings, a WAV or an Ogg/Opus file, as players of legs want it. Anything may be in it. For a
 * worker.
 */
import { toMono } from '../codec/mono.ts';
import type { OggLimits } from '../codec/ogg.ts';
import type { OggOpus } from '../codec/ogg-opus.ts';
import { OPUS_CLOCK_RATE, readOpus } from '../codec/opus.ts';
import { readOpusChain } from '../codec/opus-chain.ts';
import type { OpusChainFault } from '../codec/opus-chain.ts';
import { gain } from '../codec/pcm.ts';
import { decodeWav } from '../codec/wav.ts';
import type { WavFault } from '../codec/wav.ts';
import { encodeOgg } from './encode-ogg.ts';
import { createOpusDecoder } from '../codec/opus-codec.ts';
import type { OpusRate } from '../codec/opus-codec.ts';

/** Why it cannot be played. */
export type UploadFault =
  /** Neither a WAV nor an Ogg/Opus file. */
  | 'no_sound'
  /** A WAV file of something else than PCM, float, A-law and µ-law. */
  | 'codec_unknown'
  /** More than two channels. */
  | 'not_stereo'
  | 'odd_sample_rate'
  | 'too_short'
  | 'too_long'
  /** More pages, packets or streams than the longest sound needs. */
  | 'too_many_parts'
  /** Several Opus streams that sound together. */
  | 'at_once'
  /** Of a chain of streams, one that is not Opus. */
  | 'not_all_opus'
  /** It was given up after some time. */
  | 'too_costly';

/** An Ogg/Opus file, mono. */
export type Converted =
  | { readonly ok: true; readonly audio: Uint8Array; readonly seconds: number }
  | { readonly ok: false; readonly fault: UploadFault };

/** How long it may be. Seconds. */
export type UploadLimits = { readonly shortest: number; readonly longest: number };

/** Rates of WAV files that are taken: from the telephone's to a studio's. */
const LOWEST_RATE = 8000;
const HIGHEST_RATE = 192_000;

/** What Opus is decoded to: speech is kept in a telephone's wide band, music is not. */
const DECODED_RATE = { speech: 16_000, music: 48_000 } as const satisfies Record<string, OpusRate>;

/** Shorter packets there are none (RFC 6716 section 2.1.4). Seconds. */
const MIN_PACKET = 0.0025;

/** Links of a chain and what lies beside them; a file that was put together of more is a strange one. */
const MAX_STREAMS = 64;

const FAULTS: Readonly<Record<OpusChainFault | WavFault, UploadFault>> = {
  not_riff_wave: 'no_sound',
  no_format: 'no_sound',
  no_data: 'no_sound',
  no_sample_rate: 'odd_sample_rate',
  codec_unknown: 'codec_unknown',
  not_mono_or_stereo: 'not_stereo',
  not_ogg: 'no_sound',
  not_opus: 'no_sound',
  not_stereo: 'not_stereo',
  too_much: 'too_many_parts',
  at_once: 'at_once',
  not_all_opus: 'not_all_opus',
};

/** `kind`: music is kept at a higher rate than speech. */
export function convertUpload(bytes: Uint8Array, kind: 'speech' | 'music', limits: UploadLimits): Converted {
  const read = readWav(bytes, limits) ?? readOpusFile(bytes, DECODED_RATE[kind], limits);
  if (!read.ok) return read;
  const { samples, sampleRate } = read;
  const seconds = samples.length / sampleRate;
  if (seconds < limits.shortest) return { ok: false, fault: 'too_short' };
  return { ok: true, audio: encodeOgg(samples, sampleRate, kind), seconds: Math.round(seconds * 10) / 10 };
}

type Read =
  | { readonly ok: true; readonly samples: Int16Array; readonly sampleRate: number }
  | { readonly ok: false; readonly fault: UploadFault };

/** Null: it is no WAV file. */
function readWav(bytes: Uint8Array, { longest }: UploadLimits): Read | null {
  const decoded = decodeWav(bytes);
  if (!decoded.ok) return decoded.fault === 'not_riff_wave' ? null : { ok: false, fault: FAULTS[decoded.fault] };
  const { sampleRate, channels } = decoded.wav;
  const [left = new Int16Array(0), right] = channels;
  if (sampleRate < LOWEST_RATE || sampleRate > HIGHEST_RATE) return { ok: false, fault: 'odd_sample_rate' };
  if (left.length / sampleRate > longest) return { ok: false, fault: 'too_long' };
  return { ok: true, samples: right === undefined ? left : toMono(left, right), sampleRate };
}

function readOpusFile(bytes: Uint8Array, sampleRate: OpusRate, { longest }: UploadLimits): Read {
  const chain = readOpusChain(bytes, limitsOf(longest));
  if (!chain.ok) return { ok: false, fault: FAULTS[chain.fault] };
  const lengths = chain.links.map(ticksOf);
  if (lengths.reduce((sum, ticks) => sum + ticks, 0) / OPUS_CLOCK_RATE > longest)
    return { ok: false, fault: 'too_long' };
  const parts = chain.links.map((link, index) => decodeLink(link, lengths[index] ?? 0, sampleRate));
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { ok: true, samples, sampleRate };
}

/** A page may hold one packet, and each stream has two packets that are no sound. */
function limitsOf(seconds: number): OggLimits {
  const packets = Math.ceil(seconds / MIN_PACKET) + 2 * MAX_STREAMS;
  return { streams: MAX_STREAMS, packets, pages: 2 * packets };
}

/** Of all its packets, in ticks of 48 kHz, the pre-skip included. */
function ticksOf({ packets }: OggOpus): number {
  return packets.reduce((sum, packet) => sum + (readOpus(packet)?.ticks ?? 0), 0);
}

/**
 * What is to be heard of it: without the pre-skip (RFC 7845 section 4.2), up to where the last page says that it ends
 * (section 4.4), as loud as the header wants it (section 5.1). `ticks`: of all its packets.
 */
function decodeLink(link: OggOpus, ticks: number, rate: OpusRate): Int16Array {
  const framesIn = (of: number): number => Math.round((of * rate) / OPUS_CLOCK_RATE);
  const sides = Array.from({ length: link.channels }, () => new Int16Array(framesIn(ticks)));
  const decoder = createOpusDecoder(rate, link.channels === 2 ? 2 : 1);
  let at = 0;
  for (const packet of link.packets) {
    const decoded = decoder.decode(packet, readOpus(packet)?.ticks ?? 0);
    for (const [side, samples] of sides.entries())
      for (let frame = 0; frame * sides.length < decoded.length; frame += 1)
        samples[at + frame] = decoded[frame * sides.length + side] ?? 0;
    at += decoded.length / sides.length;
  }
  decoder.close();
  const from = framesIn(link.preSkip);
  // A file that was cut says nothing of its end, and neither do granule positions that were never counted.
  const isTrimmed = link.isComplete && link.ticks > 0;
  const heard = sides.map((samples) => samples.subarray(from, isTrimmed ? from + framesIn(link.ticks) : at));
  const [left = new Int16Array(0), right] = heard;
  const mono = right === undefined ? left : toMono(left, right);
  return link.gain === 0 ? mono : gain(mono, 10 ** (link.gain / 20));
}
