/**
 * A room in which more than two talk. Each of its legs is a port: who is bridged with one hears what all others say,
 * mixed.
 *
 * ```text
 *  a port's sink      voice -> jitter buffer -> samples -\
 *                                                      mixer, every 20 ms
 *  its source       Opus <- all the others' samples  -/
 * ```
 *
 * Keys are not mixed: each goes to all the others as it is.
 */
import { createJitterBuffer } from '../../codec/jitter.ts';
import { createMixer } from '../../codec/mixer.ts';
import { OPUS_CLOCK_RATE } from '../../codec/opus.ts';
import { createOpusEncoder } from '../../codec/opus-codec.ts';
import type { VoiceCodec } from '../../codec/voice-codec.ts';
import { createVoiceDecoder } from '../../codec/voice-decoder.ts';
import { TICK_MILLISECONDS } from './ticker.ts';
import type { Ticker } from './ticker.ts';
import { createAudioSink } from './audio-sink.ts';
import type { Leg } from './leg.ts';
import { NO_STATS } from './leg-stats.ts';
import { createAudioSource } from './audio-source.ts';
import type { SoundPacket } from '../../audio-packet.ts';

/** Wideband speech: what a call's microphones give. */
const RATE = 16_000;
const BITS_A_SECOND = 32_000;
const SAMPLES = (RATE * TICK_MILLISECONDS) / 1000;
const TICKS = (OPUS_CLOCK_RATE * TICK_MILLISECONDS) / 1000;

/**
 * Samples that may wait to be mixed: a voice whose clock runs fast loses a little, instead of being heard ever later.
 */
const MAX_WAITING = 3 * SAMPLES;

type ConferencePort = {
  readonly leg: Leg;
  /** The next 20 ms of what is said to it; null while nothing is. */
  listen(now: number): Int16Array | null;
  say(samples: Int16Array, now: number): void;
};

/** A leg for each of the ids. Closing the last one ends the room. */
export function createRoom(options: {
  readonly legIds: readonly string[];
  readonly ticker: Ticker;
  readonly onPlayed: (legId: string, playId: string, byDigit: boolean) => void;
}): readonly Leg[] {
  const mixer = createMixer({ samples: SAMPLES });
  const ports = new Set<ConferencePort>();

  function passOn(from: string, key: SoundPacket, now: number): void {
    for (const { leg } of ports) if (leg.legId !== from) leg.audioSource.emit(key, now);
  }

  function take(legId: string): Leg {
    const port = createPort({
      legId,
      ticker: options.ticker,
      onKey: (packet, now) => passOn(legId, packet, now),
      onPlayed: (playId, byDigit) => options.onPlayed(legId, playId, byDigit),
      onClose() {
        ports.delete(port);
        if (ports.size === 0) stopTicks();
      },
    });
    ports.add(port);
    return port.leg;
  }

  const stopTicks = options.ticker.every((now) => {
    const present = [...ports];
    const mixed = mixer.mixMinus(present.map((port) => port.listen(now)));
    for (const [index, port] of present.entries()) port.say(mixed[index] ?? new Int16Array(SAMPLES), now);
  });
  return options.legIds.map(take);
}

function createPort(options: {
  readonly legId: string;
  readonly ticker: Ticker;
  readonly onKey: (key: SoundPacket, now: number) => void;
  readonly onPlayed: (playId: string, byDigit: boolean) => void;
  readonly onClose: () => void;
}): ConferencePort {
  const { legId, ticker } = options;
  const audioSource = createAudioSource();
  const audioSink = createAudioSink({ ticker, out: hear, onPlayed: options.onPlayed });
  const decoder = createVoiceDecoder(RATE);
  const encoder = createOpusEncoder(RATE, 'speech', BITS_A_SECOND);
  let buffer = createJitterBuffer({ clockRate: OPUS_CLOCK_RATE });
  let [source, codec]: [string, VoiceCodec] = ['', 'opus'];
  let waiting = new Int16Array(0);
  let [heard, said] = [0, 0];

  function hear(packet: SoundPacket, now: number): void {
    heard += 1;
    if (packet.kind === 'key') return options.onKey(packet, now);
    if (packet.source !== source || packet.kind !== codec) {
      [source, codec] = [packet.source, packet.kind];
      buffer = createJitterBuffer({ clockRate: OPUS_CLOCK_RATE });
    }
    const { sequenceNumber, timestamp } = packet;
    // Copied, since the datagram around it may be used again.
    buffer.put({ sequenceNumber, timestamp, payload: new Uint8Array(packet.payload) }, now);
  }

  return {
    listen(now) {
      for (const due of buffer.take(now)) {
        if (due.kind === 'packet')
          waiting = joined(waiting, decoder.decode(codec, due.packet.payload)).slice(-MAX_WAITING);
      }
      if (waiting.length === 0) return null;
      const next = waiting.slice(0, SAMPLES);
      waiting = waiting.slice(SAMPLES);
      return next;
    },
    say(samples, now) {
      const place = { sequenceNumber: said & 0xffff, timestamp: (said * TICKS) >>> 0, marker: said === 0 };
      said += 1;
      audioSource.emit({ source: `room:${legId}`, kind: 'opus', ...place, payload: encoder.encode(samples) }, now);
    },
    leg: {
      legId,
      audioSink,
      audioSource,
      takesKeys: () => true,
      stats: () => ({ ...NO_STATS, packetsReceived: heard, packetsSent: said }),
      close() {
        options.onClose();
        audioSink.close();
        decoder.close();
        encoder.close();
      },
    },
  };
}

function joined(before: Int16Array, after: Int16Array): Int16Array<ArrayBuffer> {
  const all = new Int16Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}
