/**
 * A voice from one codec to another, where two ends have none in common: decoded to the telephone's band, or to G.722's
 * for that, and encoded anew in packets of twenty milliseconds. What is lost on the way stays a gap.
 */
import { encodeG711 } from '../../codec/g711.ts';
import { createG722Encoder, G722_RATE } from '../../codec/g722.ts';
import type { G722Encoder } from '../../codec/g722.ts';
import { createOpusEncoder } from '../../codec/opus-codec.ts';
import type { OpusEncoder } from '../../codec/opus-codec.ts';
import { sequenceDistance, timestampAfter, timestampDistance } from '../../codec/sequence.ts';
import type { VoiceCodec } from '../../codec/voice-codec.ts';
import { createVoiceDecoder } from '../../codec/voice-decoder.ts';
import type { SoundPacket } from '../../audio-packet.ts';

/** Mutable, of one receiver. */
export type Transcoder = {
  /**
   * The packets that are due by this one, none or several; nothing of one that came too late to be placed, nor of a
   * key.
   */
  take(packet: SoundPacket): readonly SoundPacket[];
  close(): void;
};

/** All transcoders of one worker. A thread has room for about 160 Opus codecs, of which rooms take up to half. */
export type Transcoders = {
  /** To that codec. It costs nothing until it is used. */
  create(codec: VoiceCodec): Transcoder;
};

/**
 * Transcoders with an open codec at a time; the one not heard for longest gives it back, and opens another when they
 * are.
 */
const MAX_OPEN = 80;

const SOUND_CLOCK_RATE = 48_000;
const RATES = { opus: 8000, pcmu: 8000, pcma: 8000, g722: G722_RATE } as const satisfies Record<VoiceCodec, number>;
const FRAME_TICKS = SOUND_CLOCK_RATE / 50;

/** A speaker who paused for longer begins anew. Packets of twenty milliseconds. */
const MAX_LOST = 50;

const BITS_A_SECOND = 24_000;
/** Of ten; what is above costs more than twice as much, and telephone speech sounds no better by it. */
const COMPLEXITY = 2;

/** Makes the place where they share what there is. */
export function createTranscoders(mostOpen = MAX_OPEN): Transcoders {
  const open = new Map<Transcoder, () => void>();

  function use(transcoder: Transcoder, release: () => void): void {
    open.delete(transcoder);
    open.set(transcoder, release);
    for (const [oldest, free] of open) {
      if (open.size <= mostOpen) return;
      open.delete(oldest);
      free();
    }
  }

  return {
    create(codec) {
      const coder = createCoder(codec);
      const transcoder: Transcoder = {
        take(packet) {
          if (packet.kind === 'key') return [];
          use(transcoder, coder.release);
          return coder.take(packet, packet.kind);
        },
        close() {
          open.delete(transcoder);
          coder.release();
        },
      };
      return transcoder;
    },
  };
}

function createCoder(codec: VoiceCodec) {
  const rate = RATES[codec];
  const [frame, ticksPerSample] = [rate / 50, SOUND_CLOCK_RATE / rate];
  const decoder = createVoiceDecoder(rate);
  let g722: G722Encoder | null = null;
  let encoder: OpusEncoder | null = null;
  let before: { readonly packet: SoundPacket; readonly next: number } | null = null;
  /** Samples that fill no packet yet, and the timestamp of the first. */
  let pending = new Int16Array(0);
  let startsAt = 0;
  let sequenceNumber = 0;
  let isMarked = false;

  function encode(samples: Int16Array): Uint8Array {
    if (codec === 'g722') return (g722 ??= createG722Encoder()).encode(samples);
    if (codec !== 'opus') return encodeG711(codec === 'pcmu' ? 'mu' : 'a', samples);
    encoder ??= createOpusEncoder(RATES.opus, 'speech', BITS_A_SECOND, COMPLEXITY);
    return encoder.encode(samples);
  }

  /** False: the packet's place is taken. */
  function follow(packet: SoundPacket): boolean {
    const known = before?.packet.source === packet.source ? before : null;
    const gap = known === null ? 0 : timestampDistance(known.next, packet.timestamp);
    if (gap < 0 && gap > -MAX_LOST * FRAME_TICKS) return false;
    if (known !== null && gap === 0) return true;
    const steps = known === null ? 1 : sequenceDistance(known.packet.sequenceNumber, packet.sequenceNumber);
    if (steps > 1) sequenceNumber += Math.min(MAX_LOST, Math.max(0, Math.round(gap / FRAME_TICKS)));
    pending = new Int16Array(0);
    startsAt = packet.timestamp;
    return true;
  }

  function* frames(packet: SoundPacket): Generator<SoundPacket> {
    while (pending.length >= frame) {
      const payload = encode(pending.slice(0, frame));
      const place = { sequenceNumber: sequenceNumber & 0xffff, timestamp: startsAt, marker: isMarked };
      yield { source: `${packet.source}>${codec}`, kind: codec, ...place, payload };
      pending = pending.slice(frame);
      startsAt = timestampAfter(startsAt, FRAME_TICKS);
      sequenceNumber += 1;
      isMarked = false;
    }
  }

  return {
    take(packet: SoundPacket, from: VoiceCodec): readonly SoundPacket[] {
      if (!follow(packet)) return [];
      const samples = decoder.decode(from, packet.payload);
      isMarked ||= packet.marker;
      const all = new Int16Array(pending.length + samples.length);
      all.set(pending);
      all.set(samples, pending.length);
      pending = all;
      before = { packet, next: timestampAfter(packet.timestamp, samples.length * ticksPerSample) };
      return [...frames(packet)];
    },
    release() {
      decoder.close();
      encoder?.close();
      encoder = null;
    },
  };
}
