/** RTP from a far end, read: its sound as packets for others, its keys as digits, its quality as numbers. */
import { createDtmfDetector, readTelephoneEvent, writeTelephoneEvent } from '../../codec/dtmf.ts';
import type { DtmfDetector, DtmfEvent } from '../../codec/dtmf.ts';
import { createReception } from '../../codec/reception.ts';
import type { Reception } from '../../codec/reception.ts';
import type { NtpTime, ReportBlock } from '../../codec/rtcp.ts';
import { readRtp } from '../../codec/rtp.ts';
import type { RtpPacket } from '../../codec/rtp.ts';
import { VOICE_CODECS } from '../../codec/voice-codec.ts';
import type { VoiceCodec } from '../../codec/voice-codec.ts';
import type { SoundListener } from '../../audio-packet.ts';
import type { VoiceFormat } from '../transport/voice-format.ts';

/** Since the leg was made, over all its senders. */
export type Received = { readonly packets: number; readonly lost: number; readonly jitterMs: number };

/** Before anything came. */
export const NOTHING_RECEIVED: Received = { packets: 0, lost: 0, jitterMs: 0 };

/** Both together; the jitter is the later one's. */
export function addReceived(before: Received, now: Received): Received {
  return { packets: before.packets + now.packets, lost: before.lost + now.lost, jitterMs: now.jitterMs };
}

/** Mutable, of one far end's sending. */
export type VoiceIn = {
  /** Whether packets of that payload type are a voice or keys. */
  knows(payloadType: number): boolean;
  /** A decrypted packet. Anything may be in it. */
  rtp(datagram: Uint8Array, now: number): void;
  /** A sender report of the far end's came. */
  senderReport(ssrc: number, ntp: NtpTime, now: number): void;
  /** What to tell the far end of its own sound. */
  report(now: number): ReportBlock | null;
  received(): Received;
  /** The codec of what came last; null before. */
  codec(): VoiceCodec | null;
  /** Time passed: keys whose end was lost are up. */
  passed(now: number): void;
};

const SOUND_CLOCK_RATE = 48_000;

/** Comfort noise (RFC 3389), where a telephone's codec comes first: what a telephone may send instead of silence. */
const COMFORT_NOISE = 13;

/** Twenty milliseconds of a telephone's codec. */
const SILENT_BYTES = 160;
const MAX_EVENT = 0xffff;

/** Senders of keys that are told apart; a far end has one at a time. */
const MAX_DETECTORS = 8;

/** `name`: tells this sender from others; a new one for each of its connections. */
export function createVoiceIn(options: {
  readonly name: string;
  readonly format: VoiceFormat;
  readonly say: SoundListener;
  readonly onDigit: (digit: string) => void;
}): VoiceIn {
  const keys = createKeys(options.format);
  const codecs = new Map(options.format.codecs.map(({ codec, payloadType }) => [payloadType, codec]));
  const silence = silenceOf(options.format);
  let last: VoiceCodec | null = null;
  let current: { readonly ssrc: number; readonly reception: Reception } | null = null;
  let before = NOTHING_RECEIVED;

  function receptionOf(ssrc: number): Reception {
    if (current?.ssrc === ssrc) return current.reception;
    before = sum(before, current?.reception ?? null);
    current = { ssrc, reception: createReception({ ssrc }) };
    return current.reception;
  }

  function tell(events: readonly DtmfEvent[]): void {
    for (const event of events) if (event.kind === 'pressed') options.onDigit(event.digit);
  }

  function key(packet: RtpPacket, now: number): void {
    const heard = keys.of(packet);
    const event = readTelephoneEvent(packet.payload);
    if (heard === null || event === null) return;
    tell(heard.detector.received(packet, now));
    const press = heard.detector.belongsTo();
    // The others hear one press as one, too: what came too late, or in a way of its own, is not passed on as it came.
    if (press === null) return;
    const duration = Math.min(MAX_EVENT, Math.round((press.duration * SOUND_CLOCK_RATE) / heard.clockRate));
    const { sequenceNumber, marker } = packet;
    const payload = writeTelephoneEvent({ ...event, duration });
    const source = `${options.name}:${packet.ssrc}`;
    options.say({ source, kind: 'key', sequenceNumber, timestamp: press.timestamp, marker, payload }, now);
  }

  /** Noise is silence to those who hear it, and one of its sender's packets. */
  function soundOf({ payloadType, payload }: RtpPacket): { codec: VoiceCodec; payload: Uint8Array } | null {
    const codec = codecs.get(payloadType);
    if (codec !== undefined) return { codec, payload };
    return payloadType === COMFORT_NOISE ? silence : null;
  }

  return {
    knows: (payloadType) =>
      codecs.has(payloadType) || keys.has(payloadType) || (payloadType === COMFORT_NOISE && silence !== null),
    rtp(datagram, now) {
      const read = readRtp(datagram);
      if (!read.ok) return;
      const { packet } = read;
      const sound = soundOf(packet);
      if (sound === null && !keys.has(packet.payloadType)) return;
      const { sequenceNumber, timestamp, marker } = packet;
      if (sound === null) {
        receptionOf(packet.ssrc).received({ sequenceNumber, sound }, now);
        return key(packet, now);
      }
      const { codec, payload } = sound;
      const { clockRate } = VOICE_CODECS[codec];
      receptionOf(packet.ssrc).received({ sequenceNumber, sound: { timestamp, clockRate } }, now);
      last = codec;
      if (payload.length === 0) return;
      // In another codec its timestamps are counted at another rate: they cannot continue from those before.
      const source = `${options.name}:${packet.ssrc}:${codec}`;
      // Multiplied, the timestamps still run round together: both are counted modulo 2 to the power of 32.
      const ticks = Math.imul(timestamp, SOUND_CLOCK_RATE / clockRate) >>> 0;
      options.say({ source, kind: codec, sequenceNumber, timestamp: ticks, marker, payload }, now);
    },
    senderReport(ssrc, ntp, now) {
      if (current?.ssrc === ssrc) current.reception.senderReport(ntp, now);
    },
    report: (now) => current?.reception.report(now) ?? null,
    received: () => sum(before, current?.reception ?? null),
    codec: () => last,
    passed(now) {
      for (const detector of keys.all()) tell(detector.passed(now));
    },
  };
}

/** Null where the codec that comes first is no telephone's. */
function silenceOf({ codecs }: VoiceFormat): { readonly codec: VoiceCodec; readonly payload: Uint8Array } | null {
  const codec = codecs[0]?.codec ?? 'opus';
  const { silence } = VOICE_CODECS[codec];
  return silence === null ? null : { codec, payload: new Uint8Array(SILENT_BYTES).fill(silence) };
}

/** A detector for each sender and type of keys: a sender that is another has timestamps of its own. */
function createKeys(format: VoiceFormat) {
  const clockRates = new Map(format.keys.map(({ payloadType, clockRate }) => [payloadType, clockRate]));
  const detectors = new Map<string, DtmfDetector>();
  return {
    has: (payloadType: number): boolean => clockRates.has(payloadType),
    all: () => detectors.values(),
    of({ ssrc, payloadType }: RtpPacket): { readonly detector: DtmfDetector; readonly clockRate: number } | null {
      const clockRate = clockRates.get(payloadType);
      if (clockRate === undefined) return null;
      const name = `${ssrc} ${payloadType}`;
      const detector = detectors.get(name) ?? createDtmfDetector({ clockRate });
      detectors.set(name, detector);
      for (const oldest of detectors.keys()) if (detectors.size > MAX_DETECTORS) detectors.delete(oldest);
      return { detector, clockRate };
    },
  };
}

function sum(before: Received, reception: Reception | null): Received {
  if (reception === null) return before;
  const { received, lost, jitterMilliseconds } = reception.totals();
  return addReceived(before, { packets: received, lost: Math.max(0, lost), jitterMs: jitterMilliseconds });
}
