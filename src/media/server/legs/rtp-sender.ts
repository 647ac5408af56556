/** What a leg hears, as RTP of one sender: its own SSRC, with numbers that go on no matter who is heard. */
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
   * heard in a codec that the format lacks is transcoded to its first.
   */
  connect(format: VoiceFormat, seal: (bytes: Uint8Array, length: number) => boolean): void;
  sent(): Sent;
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
  readonly key: VoiceFormat['keys'][number] | undefined;
  readonly seal: (bytes: Uint8Array, length: number) => boolean;
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
  let press: { readonly source: string; readonly timestamp: number; readonly ours: number } | null = null;

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
    const type = connection?.key;
    const event = readTelephoneEvent(packet.payload);
    if (type === undefined || event === null) return;
    const isNew = press?.source !== packet.source || press.timestamp !== packet.timestamp;
    if (isNew) press = { source: packet.source, timestamp: packet.timestamp, ours: stream.timestampAt(now) };
    const timestamp = ticksOf(press?.ours ?? 0);
    const sequenceNumber = stream.next(now);
    const duration = Math.max(1, Math.round((event.duration * type.clockRate) / KEY_CLOCK_RATE));
    write({ sequenceNumber, timestamp, marker: isNew }, type.payloadType, writeTelephoneEvent({ ...event, duration }));
  }

  /** All codecs of one connection tick alike (RFC 3551 section 5.2 advises so), as its first does. */
  function ticksOf(timestamp: number): number {
    return clock.at(timestamp, VOICE_CODECS[connection?.preferred ?? 'opus'].clockRate);
  }

  function sendVoice({ types }: Connection, packet: SoundPacket, codec: VoiceCodec, now: number): void {
    const place = stream.place(packet.source, packet, now);
    if (place === null) return;
    write({ ...place, timestamp: ticksOf(place.timestamp) }, types.get(codec) ?? 0, packet.payload);
  }

  return {
    ssrc,
    send(packet, now) {
      if (connection === null || packet.payload.length > MAX_PAYLOAD) return;
      const { kind } = packet;
      if (kind === 'key') return sendKey(packet, now);
      const { types, preferred } = connection;
      if (types.has(kind)) return sendVoice(connection, packet, kind, now);
      transcoder ??= transcoders.create(preferred);
      for (const transcoded of transcoder.take(packet)) sendVoice(connection, transcoded, preferred, now);
    },
    connect({ codecs, keys }, seal) {
      const preferred = codecs[0]?.codec ?? 'opus';
      if (connection?.preferred !== preferred) closeTranscoder();
      const types = new Map(codecs.map(({ codec, payloadType }) => [codec, payloadType]));
      connection = { types, preferred, key: keys[0], seal };
    },
    sent: () => sent,
    timestampAt: (now) => ticksOf(stream.timestampAt(now)),
    close: closeTranscoder,
  };
}

/**
 * Ticks of 48 kHz as ticks of a slower clock, which starts at `start`: quotients do not run round where the ticks do.
 */
function createTickClock(start: number) {
  let known: { readonly ticks: number; readonly ours: number } | null = null;
  return {
    at(ticks: number, clockRate: number): number {
      if (clockRate === KEY_CLOCK_RATE) return ticks;
      known ??= { ticks, ours: start };
      const ratio = KEY_CLOCK_RATE / clockRate;
      const passed = Math.floor(timestampDistance(known.ticks, ticks) / ratio);
      known = { ticks: timestampAfter(known.ticks, passed * ratio), ours: timestampAfter(known.ours, passed) };
      return known.ours;
    },
  };
}
