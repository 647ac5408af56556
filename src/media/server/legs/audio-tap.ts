/** A leg's sound decoded while it is said, for whoever transcribes it. */
import { readOpus } from '../../codec/opus.ts';
import { createOpusDecoder } from '../../codec/opus-codec.ts';
import type { SoundListener } from '../../audio-packet.ts';

/** Samples a second of what is tapped. */
const TAP_RATE = 16_000;

/** Mutable. */
export type Tap = { readonly hear: SoundListener; close(): void };

/** Calls back with each packet's samples, mono. Packets are taken as they come; what is late or lost is not waited for. */
export function createTap(onSamples: (samples: Int16Array) => void): Tap {
  const decoder = createOpusDecoder(TAP_RATE);
  return {
    hear(packet) {
      const opus = packet.kind === 'sound' ? readOpus(packet.payload) : null;
      if (opus !== null) onSamples(decoder.decode(packet.payload, opus.ticks));
    },
    close: () => decoder.close(),
  };
}
