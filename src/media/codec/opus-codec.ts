/** Opus to samples and back, by libopus as WebAssembly (package opusscript): the only file that knows that package. */
import { createRequire } from 'node:module';
import { MAX_OPUS_TICKS, splitOpus } from './opus.ts';
import type OpusScript from 'opusscript';

/** Rates that libopus decodes to and encodes from. */
export type OpusRate = 8000 | 12_000 | 16_000 | 24_000 | 48_000;

/** Mutable: what was lost is guessed from what came before. */
export type OpusDecoder = {
  /**
   * The samples, of two channels in turn; silence as long as the packet would be for one that libopus does not take.
   * `ticks`: the packet's length, by {@link readOpus}.
   */
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
/** libopus's number of the request. Source: opus_defines.h, OPUS_SET_COMPLEXITY_REQUEST. */
const SET_COMPLEXITY = 4010;

const load: () => typeof OpusScript = () => createRequire(import.meta.url)('opusscript') as typeof OpusScript;

/** Of what the package decodes at once; it has no more room. */
const MAX_TICKS = MAX_OPUS_TICKS / 2;
const MAX_BYTES = 3 * 1276;

const FASTEST_PLACED: OpusRate = 24_000;

/** What opusscript has besides its types, as of 0.1.1. Offsets and lengths are in bytes of `inOpus`'s memory. */
type Buffers = {
  inPCM: Uint16Array;
  outPCM: Uint16Array;
  readonly inPCMPointer: number;
  readonly outPCMPointer: number;
  readonly inPCMLength: number;
  readonly outPCMLength: number;
  readonly inOpus: Uint8Array;
};

/**
 * opusscript keeps each byte of sound in two bytes, and takes the addresses of those buffers for indexes: they come to
 * lie at twice their address, in memory of other codecs, or beyond the end from the 79th codec of a thread on. Here
 * they lie where they were allocated.
 */
function placeBuffers(opus: OpusScript): OpusScript {
  // Its own fields, that its types leave out.
  const buffers = opus as unknown as Buffers;
  const { buffer } = buffers.inOpus;
  buffers.inPCM = new Uint16Array(buffer, buffers.inPCMPointer, buffers.inPCMLength / 2);
  buffers.outPCM = new Uint16Array(buffer, buffers.outPCMPointer, buffers.outPCMLength / 2);
  return opus;
}

/**
 * A decoder to `rate` and this many channels, whatever a packet has. A thread may have 160 codecs at a time: then
 * the package's memory moves, and it loses all that it had.
 */
export function createOpusDecoder(rate: OpusRate, channels: 1 | 2 = 1): OpusDecoder {
  const Opus = load();
  const made = new Opus(rate, channels, VOIP);
  // What is allocated holds sixty milliseconds only to this rate: above it, the buffers stay where they have room.
  const opus = rate <= FASTEST_PLACED ? placeBuffers(made) : made;

  function decodeOne(packet: Uint8Array, ticks: number): Int16Array {
    try {
      const bytes = opus.decode(Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength));
      return new Int16Array(new Uint8Array(bytes).buffer);
    } catch {
      // "Invalid packet": it came from outside.
      return new Int16Array(Math.round((ticks * rate) / OPUS_CLOCK_RATE) * channels);
    }
  }

  return {
    decode(packet, ticks) {
      if (ticks <= MAX_TICKS && packet.length <= MAX_BYTES) return decodeOne(packet, ticks);
      const frames = splitOpus(packet);
      return joinSamples(frames.map((frame) => decodeOne(frame, ticks / frames.length)));
    },
    close: () => opus.delete(),
  };
}

function joinSamples(parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** An encoder from `rate`. `bitRate`: bits a second. `complexity`: 0 to 10, the effort; default libopus's own, 9. */
export function createOpusEncoder(
  rate: OpusRate,
  kind: 'speech' | 'music',
  bitRate: number,
  complexity?: number,
): OpusEncoder {
  const Opus = load();
  const opus = placeBuffers(new Opus(rate, 1, kind === 'speech' ? VOIP : AUDIO));
  opus.setBitrate(bitRate);
  if (complexity !== undefined) opus.encoderCTL(SET_COMPLEXITY, complexity);
  return {
    encode(samples) {
      const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
      return new Uint8Array(opus.encode(bytes, samples.length));
    },
    close: () => opus.delete(),
  };
}
