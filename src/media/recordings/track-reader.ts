/** A track's file, read back: its packets, and its samples in order. */
import { readFileSync } from 'node:fs';
import { readOggOpus } from '../codec/ogg-opus.ts';
import { OPUS_CLOCK_RATE } from '../codec/opus.ts';
import type { VoiceCodec } from '../codec/voice-codec.ts';
import { createVoiceDecoder } from '../codec/voice-decoder.ts';

/** Frames a second of recordings: what wide-band speech needs. */
export const RECORDING_RATE = 16_000;

/** What a file holds. Ticks are of 48 kHz; those of the pre-skip are decoded and not heard. */
type Track = { readonly packets: readonly Uint8Array[]; readonly ticks: number; readonly preSkip: number };

const TICKS_PER_BYTE = 6;
const PACKET_BYTES = 160;

/** How many frames of the recording the file is; null for one that a crash cut before there was anything in it. */
export function framesOfTrack(path: string, codec: VoiceCodec): number | null {
  const track = readTrack(path, codec);
  return track === null ? null : framesOf(track.ticks);
}

function readTrack(path: string, codec: VoiceCodec): Track | null {
  const bytes = new Uint8Array(readFileSync(path));
  if (codec === 'opus') {
    const read = readOggOpus(bytes);
    return read.ok && read.opus.packets.length > 0 ? read.opus : null;
  }
  const packets = Array.from({ length: Math.ceil(bytes.length / PACKET_BYTES) }, (_, index) =>
    bytes.subarray(index * PACKET_BYTES, (index + 1) * PACKET_BYTES),
  );
  return packets.length === 0 ? null : { packets, ticks: bytes.length * TICKS_PER_BYTE, preSkip: 0 };
}

/** The frames of a file in order, without those before its pre-skip. */
export function createTrackFrames(path: string, codec: VoiceCodec) {
  const track = readTrack(path, codec);
  const decoder = createVoiceDecoder(RECORDING_RATE);
  let pending: Int16Array[] = [];
  let [next, held] = [0, 0];
  let toSkip = framesOf(track?.preSkip ?? 0);

  function decodeOne(packet: Uint8Array): void {
    const samples = decoder.decode(codec, packet);
    const kept = samples.subarray(Math.min(toSkip, samples.length));
    toSkip -= samples.length - kept.length;
    held += kept.length;
    pending.push(kept);
  }

  return {
    take(count: number): Int16Array {
      for (let packet = track?.packets[next]; held < count && packet !== undefined; packet = track?.packets[next]) {
        decodeOne(packet);
        next += 1;
      }
      const taken = new Int16Array(Math.max(0, Math.min(count, held)));
      let at = 0;
      while (at < taken.length) {
        const [oldest = new Int16Array(0), ...rest] = pending;
        const part = oldest.subarray(0, taken.length - at);
        taken.set(part, at);
        at += part.length;
        pending = part.length < oldest.length ? [oldest.subarray(part.length), ...rest] : rest;
      }
      held -= taken.length;
      return taken;
    },
    close: () => decoder.close(),
  };
}

function framesOf(ticks: number): number {
  return Math.round((ticks * RECORDING_RATE) / OPUS_CLOCK_RATE);
}
