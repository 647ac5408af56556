/**
 * A browser's stand-in for tests: werift as a whole peer connection, with its own ICE, DTLS and SRTP, that says tones.
 */
import { readTelephoneEvent } from '#media/codec/dtmf.ts';
import { encodeG711 } from '#media/codec/g711.ts';
import { createG722Encoder, G722_RATE } from '#media/codec/g722.ts';
import { createOpusEncoder } from '#media/codec/opus-codec.ts';
import { tone } from '#media/codec/pcm.ts';
import { VOICE_CODECS } from '#media/codec/voice-codec.ts';
import type { VoiceCodec } from '#media/codec/voice-codec.ts';
import { createVoiceDecoder } from '#media/codec/voice-decoder.ts';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import type { RTCRtpTransceiver } from 'werift';
import { createHearing, createSaying } from './hearing-and-saying.ts';

/** A packet that came, without what RTP has and tests do not ask for. */
export type Heard = {
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly marker: boolean;
  readonly payloadType: number;
  readonly payload: Buffer;
  readonly at: number;
};

const OPUS = 111;
const KEYS = 110;
const RATE = 48_000;
const FRAME = 960;
const DIGITS = '0123456789*#ABCD';

/** Opus packets of a second of a tone, mono. A whole number of waves fits, so it can be repeated. */
export function toneFrames(hertz: number): readonly Uint8Array[] {
  const encoder = createOpusEncoder(RATE, 'music', 48_000);
  const samples = tone({ hertz, seconds: 1.4, sampleRate: RATE, level: 0.5 });
  const frames: Uint8Array[] = [];
  for (let at = 0; at + FRAME <= samples.length; at += FRAME)
    frames.push(encoder.encode(samples.slice(at, at + FRAME)));
  encoder.close();
  // The beginning swells; what is repeated is the middle.
  return frames.slice(10, 60);
}

/** How strong a frequency is in the samples, 0 to 1: 1 for a full tone. Source: Goertzel, 1958. */
export function strengthOf(hertz: number, samples: Int16Array, sampleRate: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let [last, before] = [0, 0];
  for (const sample of samples) [last, before] = [sample / 32_768 + factor * last - before, last];
  return (
    (2 * Math.sqrt(Math.max(0, last * last + before * before - factor * last * before))) / Math.max(1, samples.length)
  );
}

/** Payload types of voices, as these peers and telephones have them. */
const VOICES: ReadonlyMap<number, VoiceCodec> = new Map([
  [OPUS, 'opus'],
  [VOICE_CODECS.opus.payloadType, 'opus'],
  [VOICE_CODECS.pcmu.payloadType, 'pcmu'],
  [VOICE_CODECS.pcma.payloadType, 'pcma'],
  [VOICE_CODECS.g722.payloadType, 'g722'],
]);

/** Whether the packet is of a voice, and not a key pressed. */
export function isVoice({ payloadType }: Heard): boolean {
  return VOICES.has(payloadType);
}

/** The packets decoded in order, as they came, at 16 kHz. */
export function decoded(packets: readonly Heard[]): Int16Array {
  const decoder = createVoiceDecoder(16_000);
  const parts = packets
    .filter(isVoice)
    .map(({ payloadType, payload }) => decoder.decode(VOICES.get(payloadType) ?? 'opus', payload));
  decoder.close();
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The codecs of telephones. */
export type TelephoneCodec = Exclude<VoiceCodec, 'opus'>;

/** A telephone's packets of 1.2 seconds of a tone, which can be repeated. `milliseconds`: of each, a divisor of 60. */
export function telephoneFrames(codec: TelephoneCodec, hertz: number, milliseconds = 20): readonly Uint8Array[] {
  const sampleRate = codec === 'g722' ? G722_RATE : 8000;
  const samples = tone({ hertz, seconds: 3, sampleRate, level: 0.5 });
  const bytes =
    codec === 'g722' ? createG722Encoder().encode(samples) : encodeG711(codec === 'pcmu' ? 'mu' : 'a', samples);
  const length = 8 * milliseconds;
  return Array.from({ length: 9600 / length }, (_, index) =>
    bytes.slice(8000 + index * length, 8000 + (index + 1) * length),
  );
}

function telephoneCodecs(): RTCRtpCodecParameters[] {
  return (['pcmu', 'pcma', 'g722'] as const).map((codec) => {
    const { clockRate, payloadType } = VOICE_CODECS[codec];
    return new RTCRtpCodecParameters({ mimeType: `audio/${codec.toUpperCase()}`, clockRate, channels: 1, payloadType });
  });
}

/** One end. */
export type WebrtcPeer = ReturnType<typeof createWebrtcPeer>;

/** Not connected yet. `hasTelephones`: it takes the codecs of telephones too, as every real browser does. */
export function createWebrtcPeer(options: { readonly hasKeys?: boolean; readonly hasTelephones?: boolean } = {}) {
  const keys = new RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate: RATE, payloadType: KEYS });
  const opus = new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: RATE, channels: 2, payloadType: OPUS });
  const connection = new RTCPeerConnection({
    codecs: {
      audio: [
        opus,
        ...(options.hasTelephones === true ? telephoneCodecs() : []),
        ...(options.hasKeys === false ? [] : [keys]),
      ],
      video: [],
    },
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceServers: [{ urls: 'stun:127.0.0.1:9' }],
    iceStunGatherTimeout: 0.01,
    bundlePolicy: 'max-bundle',
  });
  const voice = new MediaStreamTrack({ kind: 'audio' });
  const transceiver: RTCRtpTransceiver = connection.addTransceiver(voice, { direction: 'sendrecv' });
  const { heard, took, hears } = createHearing('the peer');
  const { saidOne, says } = createSaying();
  let [sequenceNumber, timestamp] = [Math.floor(Math.random() * 65_536), Math.floor(Math.random() * 2 ** 31)];
  let timer: NodeJS.Timeout | null = null;

  connection.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe(({ header, payload }) => {
      const { sequenceNumber, timestamp, ssrc, marker, payloadType } = header;
      took({ sequenceNumber, timestamp, ssrc, marker, payloadType, payload, at: performance.now() });
    });
  });

  function send(payload: Uint8Array, codec: VoiceCodec): void {
    sequenceNumber = (sequenceNumber + 1) & 0xffff;
    timestamp = (timestamp + VOICE_CODECS[codec].clockRate / 50) >>> 0;
    const payloadType = codec === 'opus' ? OPUS : VOICE_CODECS[codec].payloadType;
    const { ssrc, dtlsTransport } = transceiver.sender;
    const header = new RtpHeader({ payloadType, sequenceNumber, timestamp, ssrc, marker: false });
    if (codec === 'opus') voice.writeRtp(new RtpPacket(header, Buffer.from(payload)));
    // What is written to a track gets the payload type of the first codec.
    else dtlsTransport.sendRtp(Buffer.from(payload), header).catch(() => undefined);
    saidOne();
  }

  function say(frames: readonly Uint8Array[], codec: VoiceCodec = 'opus'): void {
    hush();
    const start = performance.now();
    let sent = 0;
    timer = setInterval(() => {
      for (; sent * 20 <= performance.now() - start; sent += 1)
        send(frames[sent % frames.length] ?? new Uint8Array(0), codec);
    }, 10);
  }

  function hush(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  return {
    connection,
    heard,
    /** The offer with all candidates. */
    async offer(): Promise<string> {
      await connection.setLocalDescription(await connection.createOffer());
      return connection.localDescription?.sdp ?? '';
    },
    async accept(answer: string): Promise<void> {
      await connection.setRemoteDescription({ type: 'answer', sdp: answer });
    },
    say,
    hush,
    says,
    /** Presses a key as a browser does: updates, then the end three times. */
    async press(digit: string): Promise<void> {
      timestamp = (timestamp + FRAME) >>> 0;
      for (let packet = 1; packet <= 7; packet += 1) {
        sequenceNumber = (sequenceNumber + 1) & 0xffff;
        const isOver = packet > 4;
        const payload = Buffer.from([DIGITS.indexOf(digit), isOver ? 0x8a : 0x0a, 0, 0]);
        payload.writeUInt16BE(Math.min(packet, 5) * FRAME, 2);
        const ssrc = transceiver.sender.ssrc;
        const header = new RtpHeader({ payloadType: KEYS, sequenceNumber, timestamp, ssrc, marker: packet === 1 });
        await transceiver.sender.dtlsTransport.sendRtp(payload, header);
      }
    },
    /** Keys that were dialed to it. */
    keys(): string {
      const presses = new Map<number, string>();
      for (const packet of heard.filter(({ payloadType }) => payloadType === KEYS)) {
        presses.set(packet.timestamp, DIGITS[readTelephoneEvent(packet.payload)?.event ?? -1] ?? '?');
      }
      return [...presses.values()].join('');
    },
    hears,
    async close(): Promise<void> {
      hush();
      await connection.close();
    },
  };
}
