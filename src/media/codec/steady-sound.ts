/**
 * What one far end says as samples that never stop: packets in order and decoded, and silence where none came (DTX,
 * loss, mute), so that whoever listens can count time by samples.
 *
 * ```text
 *  said        |1|2|3|                |4|5|6|
 *  came         |1|2 |3                |4|6|5|        out of order, late by a little
 *  told             |1|2|3|. . . . . . . .|4|5|6|     in pieces without a gap; dots are silence
 * ```
 *
 * A sender's clock that runs fast, and a network that held packets up and lets go, bring more than time has room for:
 * that much is told early, and the next silence is shorter for it. No clock is read here: `now` comes in.
 */
import { createJitterBuffer } from './jitter.ts';
import type { JitterBuffer, JitterPacket } from './jitter.ts';
import type { VoiceCodec } from './voice-codec.ts';
import { createVoiceDecoder } from './voice-decoder.ts';

/** Samples, 16 bits, mono. `at`: when the first of them was said, in milliseconds of the clock that `now` is of. */
export type SoundPiece = { readonly at: number; readonly samples: Int16Array };

/** A packet of a voice. `source`: another text when its sender began anew. Timestamps tick 48,000 times a second. */
type VoicePacket = JitterPacket & { readonly source: string; readonly codec: VoiceCodec };

/** Mutable, of one far end. */
export type SteadySound = {
  /** A packet came. Its bytes must not change until they are told. */
  hear(packet: VoicePacket, now: number): void;
  /** What has not been told yet of the time until shortly before `now`; null when that is nothing. */
  take(now: number): SoundPiece | null;
  /** Frees the memory of codecs. */
  close(): void;
};

/** How long a packet may be overtaken by others, and how long is waited for one more before it is silence. */
const DELAY_MS = 40;
const WAIT_MS = 20;

/** A packet that is off by less stands right behind the one before: what is off is jitter. Milliseconds. */
const JOINED_MS = 30;

/** What comes further ahead of time is left out. Milliseconds. */
const MAX_AHEAD_MS = 2000;

/** `startsAt`: from when on, by the clock that `now` is of. */
export function createSteadySound(rate: 8000 | 16_000, startsAt: number): SteadySound {
  const decoder = createVoiceDecoder(rate);
  const gathered = createGathered();
  let told = 0;
  let source: { readonly name: string; readonly codec: VoiceCodec; readonly buffer: JitterBuffer } | null = null;

  const placeOf = (at: number): number => Math.round(((at - startsAt) * rate) / 1000);
  const timeOf = (place: number): number => startsAt + (place * 1000) / rate;
  const end = (): number => told + gathered.length();

  function silence(until: number): void {
    if (until > end()) gathered.add(new Int16Array(until - end()));
  }

  /** Decoded also where it is left out: the decoder knows what came before. */
  function place(codec: VoiceCodec, payload: Uint8Array, at: number, now: number): void {
    const samples = decoder.decode(codec, payload);
    const from = placeOf(at);
    if (from - end() > (JOINED_MS * rate) / 1000) silence(from);
    if (timeOf(end()) - now < MAX_AHEAD_MS) gathered.add(samples);
  }

  function placeDue(now: number): void {
    if (source === null) return;
    const { codec, buffer } = source;
    for (let due = buffer.nextAt(); due !== null && due <= now; due = buffer.nextAt()) {
      const said = Number.isFinite(due) ? due - DELAY_MS : timeOf(end());
      for (const each of buffer.take(due)) if (each.kind === 'packet') place(codec, each.packet.payload, said, now);
    }
  }

  /** The sender began anew: what was held of before comes first. */
  function turnTo({ source: name, codec }: VoicePacket, now: number): void {
    for (const each of source?.buffer.drain() ?? [])
      if (each.kind === 'packet' && source !== null) place(source.codec, each.packet.payload, timeOf(end()), now);
    const shape = { clockRate: 48_000, leastMilliseconds: DELAY_MS, mostMilliseconds: DELAY_MS };
    source = { name, codec, buffer: createJitterBuffer(shape) };
  }

  return {
    hear(packet, now) {
      if (now < startsAt) return;
      if (source?.name !== packet.source || source.codec !== packet.codec) turnTo(packet, now);
      placeDue(now);
      source?.buffer.put(packet, now);
    },
    take(now) {
      placeDue(now);
      silence(placeOf(now - DELAY_MS - WAIT_MS));
      const samples = gathered.take();
      if (samples === null) return null;
      const piece = { at: timeOf(told), samples };
      told += samples.length;
      return piece;
    },
    close: () => decoder.close(),
  };
}

/** Samples that wait to be told. */
function createGathered() {
  let parts: Int16Array[] = [];
  let length = 0;
  return {
    length: (): number => length,
    add(samples: Int16Array): void {
      if (samples.length === 0) return;
      parts.push(samples);
      length += samples.length;
    },
    take(): Int16Array | null {
      if (length === 0) return null;
      const all = new Int16Array(length);
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      [parts, length] = [[], 0];
      return all;
    },
  };
}
