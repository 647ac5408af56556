/** What a leg hears, as RTP of one sender: its own SSRC, with numbers that continue no matter who is heard. */
import { randomBytes } from 'node:crypto';
import { createContinuousStream } from '../../codec/continuous-stream.ts';
import { readTelephoneEvent, writeTelephoneEvent } from '../../codec/dtmf.ts';
import {
  RTP_FIXED_HEADER_BYTES,
  setRtpMarker,
  setRtpPayloadType,
  setRtpSequenceNumber,
  setRtpSsrc,
  setRtpTimestamp,
} from '../../codec/rtp.ts';
import { timestampAfter, timestampDistance } from '../../codec/sequence.ts';
import { SRTP_TAG_BYTES } from '../../codec/srtp-cipher.ts';
import { VOICE_CODECS } from '../../codec/voice-codec.ts';
import type { VoiceCodec } from '../../codec/voice-codec.ts';
import type { SoundListener, SoundPacket } from '../../audio-packet.ts';
import type { VoiceFormat } from '../transport/voice-format.ts';
import type { Transcoder, Transcoders } from './transcoder.ts';

/** What was sent, as a sender report has it. */
export type Sent = { readonly packets: number; readonly octets: number };

/** Mutable, of one leg; it outlives the leg's connections. */
export type VoiceOut = {
  readonly ssrc: number;
  readonly send: SoundListener;
  /**
   * The connection that packets go through from now on: `seal` gets bytes with room for a tag after `length`. What is
   * heard in a codec that the format lacks is transcoded to its first. `isEven`: a telephone's codecs go out in packets
   * of twenty milliseconds, whatever they came in.
   */
  connect(format: VoiceFormat, seal: (bytes: Uint8Array, length: number) => boolean, isEven?: boolean): void;
  sent(): Sent;
  /** The codec of what was said last; null before. */
  codec(): VoiceCodec | null;
  /** The RTP timestamp that belongs to `now`. */
  timestampAt(now: number): number;
  close(): void;
};

const KEY_CLOCK_RATE = 48_000;

/** An Opus packet is at most three frames of 1275 bytes and some; what is longer would not fit a datagram's way. */
const MAX_PAYLOAD = 1400;

type Connection = {
  readonly types: ReadonlyMap<VoiceCodec, number>;
  readonly preferred: VoiceCodec;
  readonly keys: VoiceFormat['keys'];
  readonly seal: (bytes: Uint8Array, length: number) => boolean;
  readonly isEven: boolean;
};

/** A telephone's codecs have a byte for each of their 8000 samples. */
const EVEN_BYTES = 160;

/** A key that is pressed: from where, and since when. `ours`: the same in the clock of what we send. */
type Press = {
  readonly source: string;
  readonly timestamp: number;
  readonly type: VoiceFormat['keys'][number];
  readonly ours: number;
};

/** Sends nothing until it is connected. */
export function createVoiceOut(transcoders: Transcoders): VoiceOut {
  const random = randomBytes(14);
  const ssrc = random.readUInt32BE(0);
  const stream = createContinuousStream({
    sequenceNumber: random.readUInt16BE(4) & 0x7fff,
    timestamp: random.readUInt32BE(6),
  });
  const clock = createTickClock(random.readUInt32BE(10));
  let connection: Connection | null = null;
  let transcoder: Transcoder | null = null;
  let sent = { packets: 0, octets: 0 };
  /** What was said in last: the clock of all that is not sound itself. */
  let spoken: VoiceCodec | null = null;
  let press: Press | null = null;

  function write(
    place: { sequenceNumber: number; timestamp: number; marker: boolean },
    type: number,
    payload: Uint8Array,
  ): void {
    const length = RTP_FIXED_HEADER_BYTES + payload.length;
    const bytes = Buffer.allocUnsafe(length + SRTP_TAG_BYTES);
    bytes[0] = 0x80;
    setRtpPayloadType(bytes, type);
    setRtpMarker(bytes, place.marker);
    setRtpSequenceNumber(bytes, place.sequenceNumber);
    setRtpTimestamp(bytes, place.timestamp);
    setRtpSsrc(bytes, ssrc);
    bytes.set(payload, RTP_FIXED_HEADER_BYTES);
    if (connection?.seal(bytes, length) !== true) return;
    sent = { packets: sent.packets + 1, octets: sent.octets + payload.length };
  }

  function closeTranscoder(): void {
    transcoder?.close();
    transcoder = null;
  }

  /** All packets of one press have the timestamp at which it began, and no number of their own source's. */
  function sendKey(packet: SoundPacket, now: number): void {
    const event = readTelephoneEvent(packet.payload);
    if (event === null) return;
    const isNew = press?.source !== packet.source || press.timestamp !== packet.timestamp;
    if (isNew) press = beginPress(packet, now);
    if (press === null) return;
    const { type, ours: timestamp } = press;
    const sequenceNumber = stream.next(now);
    const duration = Math.max(1, Math.round((event.duration * type.clockRate) / KEY_CLOCK_RATE));
    write({ sequenceNumber, timestamp, marker: isNew }, type.payloadType, writeTelephoneEvent({ ...event, duration }));
  }

  /** At the clock rate of the voice that it stands for (RFC 4733 section 2.1), where the far end has that. */
  function beginPress({ source, timestamp }: SoundPacket, now: number): Press | null {
    const keys = connection?.keys ?? [];
    const type = keys.find(({ clockRate }) => clockRate === clockRateNow()) ?? keys[0];
    return type === undefined ? null : { source, timestamp, type, ours: ticksOf(stream.timestampAt(now)) };
  }

  function clockRateNow(): number {
    return VOICE_CODECS[spoken ?? connection?.preferred ?? 'opus'].clockRate;
  }

  function ticksOf(timestamp: number): number {
    return clock.at(timestamp, clockRateNow());
  }

  function sendVoice({ types }: Connection, packet: SoundPacket, codec: VoiceCodec, now: number): void {
    const place = stream.place(packet.source, packet, now);
    if (place === null) return;
    spoken = codec;
    write({ ...place, timestamp: ticksOf(place.timestamp) }, types.get(codec) ?? 0, packet.payload);
  }

  return {
    ssrc,
    send(packet, now) {
      if (connection === null || packet.payload.length > MAX_PAYLOAD) return;
      const { kind } = packet;
      if (kind === 'key') return sendKey(packet, now);
      const { types, preferred, isEven } = connection;
      const isPassed = types.has(kind) && (!isEven || kind === 'opus' || packet.payload.length === EVEN_BYTES);
      if (isPassed) return sendVoice(connection, packet, kind, now);
      transcoder ??= transcoders.create(preferred);
      for (const transcoded of transcoder.take(packet)) sendVoice(connection, transcoded, preferred, now);
    },
    connect({ codecs, keys }, seal, isEven = false) {
      const preferred = codecs[0]?.codec ?? 'opus';
      if (connection?.preferred !== preferred) closeTranscoder();
      const types = new Map(codecs.map(({ codec, payloadType }) => [codec, payloadType]));
      if (spoken !== null && !types.has(spoken)) spoken = null;
      connection = { types, preferred, keys, seal, isEven };
    },
    sent: () => sent,
    codec: () => spoken,
    timestampAt: (now) => ticksOf(stream.timestampAt(now)),
    close: closeTranscoder,
  };
}

/**
 * Ticks of 48 kHz as ticks of another clock, which starts at `start`: quotients do not run round where the ticks do. A
 * change of the rate leaves the count where it is (see RFC 7160).
 */
function createTickClock(start: number) {
  let known: { readonly ticks: number; readonly ours: number } | null = null;
  return {
    at(ticks: number, clockRate: number): number {
      known ??= { ticks, ours: start };
      const ratio = KEY_CLOCK_RATE / clockRate;
      const passed = Math.floor(timestampDistance(known.ticks, ticks) / ratio);
      known = { ticks: timestampAfter(known.ticks, passed * ratio), ours: timestampAfter(known.ours, passed) };
      return known.ours;
    },
  };
}
