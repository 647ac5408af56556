/** What a leg hears, as RTP of one sender: its own SSRC, with numbers that go on whoever is heard. */
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
import { SRTP_TAG_BYTES } from '../../codec/srtp-cipher.ts';
import type { SoundListener, SoundPacket } from '../../audio-packet.ts';
import type { VoiceFormat } from '../transport/voice-format.ts';

/** What was sent, as a sender report has it. */
export type Sent = { readonly packets: number; readonly octets: number };

/** Mutable, of one leg; it outlives the leg's connections. */
export type VoiceOut = {
  readonly ssrc: number;
  readonly send: SoundListener;
  /** The connection that packets go through from now on: `seal` gets bytes with room for a tag after `length`. */
  connect(format: VoiceFormat, seal: (bytes: Uint8Array, length: number) => boolean): void;
  sent(): Sent;
  /** The RTP timestamp that belongs to `now`. */
  timestampAt(now: number): number;
};

const KEY_CLOCK_RATE = 48_000;

/** An Opus packet is at most three frames of 1275 bytes and some; what is longer would not fit a datagram's way. */
const LONGEST_PAYLOAD = 1400;

type Connection = { readonly format: VoiceFormat; readonly seal: (bytes: Uint8Array, length: number) => boolean };

/** Sends nothing until it is connected. */
export function createVoiceOut(): VoiceOut {
  const random = randomBytes(10);
  const ssrc = random.readUInt32BE(0);
  const stream = createContinuousStream({
    sequenceNumber: random.readUInt16BE(4) & 0x7fff,
    timestamp: random.readUInt32BE(6),
  });
  let connection: Connection | null = null;
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

  /** All packets of one press have the timestamp at which it began, and no number of their own source's. */
  function sendKey(packet: SoundPacket, now: number): void {
    const type = connection?.format.keys[0];
    const event = readTelephoneEvent(packet.payload);
    if (type === undefined || event === null) return;
    const isNew = press?.source !== packet.source || press.timestamp !== packet.timestamp;
    if (isNew) press = { source: packet.source, timestamp: packet.timestamp, ours: stream.timestampAt(now) };
    const timestamp = press?.ours ?? 0;
    const sequenceNumber = stream.next(now);
    const duration = Math.max(1, Math.round((event.duration * type.clockRate) / KEY_CLOCK_RATE));
    write({ sequenceNumber, timestamp, marker: isNew }, type.payloadType, writeTelephoneEvent({ ...event, duration }));
  }

  return {
    ssrc,
    send(packet, now) {
      if (connection === null || packet.payload.length > LONGEST_PAYLOAD) return;
      if (packet.kind === 'key') return sendKey(packet, now);
      const place = stream.place(packet.source, packet, now);
      if (place !== null) write(place, connection.format.opus, packet.payload);
    },
    connect(format, seal) {
      connection = { format, seal };
    },
    sent: () => sent,
    timestampAt: (now) => stream.timestampAt(now),
  };
}
