/** A voice's packets as the bytes of a file that grows, and still plays where a crash cut it. */
import { joinBytes } from '../codec/bytes.ts';
import { createOggOpusWriter } from '../codec/ogg-opus.ts';
import { timestampAfter, timestampDistance } from '../codec/sequence.ts';
import { VOICE_CODECS } from '../codec/voice-codec.ts';
import type { VoiceCodec } from '../codec/voice-codec.ts';

/** Mutable, of one file. Each gives the bytes that are to be appended; often none yet. */
export type TrackWriter = {
  start(): Uint8Array;
  /** `timestamp`: in ticks of 48 kHz. A gap becomes silence as long; what is late by its timestamp is left out. */
  packet(payload: Uint8Array, timestamp: number): Uint8Array;
  end(): Uint8Array;
};

const TICKS_PER_BYTE = 6;

/**
 * A gap longer than this is none that a track should have (see `sender-clock.ts`), and is not filled. Sixteen seconds.
 */
const MAX_SILENCE = 16 * 8000;

/** Half a second: so much is written at a time. */
const CHUNK_BYTES = 4000;

/** `serial` and `title`: of the stream, where the file has a place for them. */
export function createTrackWriter(codec: VoiceCodec, serial: number, title: string): TrackWriter {
  const { silence } = VOICE_CODECS[codec];
  return silence === null
    ? createOggOpusWriter({ serial, channels: 1, tags: { TITLE: title } })
    : createBytesWriter(silence);
}

function createBytesWriter(silence: number): TrackWriter {
  let parts: Uint8Array[] = [];
  let held = 0;
  /** The timestamp at which the file ends so far. */
  let next: number | null = null;

  function add(bytes: Uint8Array): void {
    parts.push(bytes);
    held += bytes.length;
  }

  function flush(): Uint8Array {
    const all = joinBytes(parts);
    [parts, held] = [[], 0];
    return all;
  }

  return {
    start: () => new Uint8Array(0),
    packet(payload, timestamp) {
      const gap = next === null ? 0 : Math.round(timestampDistance(next, timestamp) / TICKS_PER_BYTE);
      if (gap < 0) return new Uint8Array(0);
      if (gap > 0 && gap <= MAX_SILENCE) add(new Uint8Array(gap).fill(silence));
      add(payload);
      next = timestampAfter(timestamp, payload.length * TICKS_PER_BYTE);
      return held < CHUNK_BYTES ? new Uint8Array(0) : flush();
    },
    end: flush,
  };
}
