/**
 * What moves between legs, also from thread to thread and to those who record or transcribe; and the clock that all
 * threads share.
 */
import type { VoiceCodec } from './codec/voice-codec.ts';

/** A slice of what a leg says: some milliseconds of a voice, encoded, or a packet of a pressed key. */
export type SoundPacket = {
  /** Whose stream it is of; another text when its sender began anew. */
  readonly source: string;
  /**
   * How a voice is encoded. `key`: the payload is a telephone event (RFC 4733) with its duration in ticks of 48 kHz.
   */
  readonly kind: VoiceCodec | 'key';
  readonly sequenceNumber: number;
  /** In ticks of 48 kHz, whatever the codec. Of a key: any number that is the same for all packets of one press. */
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Uint8Array;
};

/** Told of packets as they come, with the time in milliseconds by {@link preciseNow}. */
export type SoundListener = (packet: SoundPacket, now: number) => void;

/** UTC in milliseconds with fractions. It never runs back, and is the same in all threads to about a millisecond. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}
