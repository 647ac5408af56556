/** A telephone's stand-in for tests: RTP over a UDP socket, in one codec, that says tones and presses keys. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { datagramKind } from '#media/codec/demultiplex.ts';
import { dtmfPackets, readTelephoneEvent } from '#media/codec/dtmf.ts';
import { readRtp, writeRtp } from '#media/codec/rtp.ts';
import type { SdpDirection } from '#media/codec/sdp.ts';
import { VOICE_CODECS } from '#media/codec/voice-codec.ts';
import type { VoiceCodec } from '#media/codec/voice-codec.ts';
import { createHearing, createSaying } from './hearing-and-saying.ts';
import type { PhoneCipher } from './phone-ciphers.ts';
import { telephoneFrames, toneFrames } from './webrtc-peer.ts';

/** One telephone. */
export type RtpPhone = Awaited<ReturnType<typeof createRtpPhone>>;

const KEYS = 101;
const DIGITS = '0123456789*#ABCD';
const FRAME_MS = 20;
/** Comfort noise. Source: RFC 3389. */
const NOISE = 13;

/** A tone in packets, which can be repeated; Opus in packets of 20 ms, whatever is asked. */
function framesIn(codec: VoiceCodec, hertz: number, milliseconds: number): readonly Uint8Array[] {
  return codec === 'opus' ? toneFrames(hertz) : telephoneFrames(codec, hertz, milliseconds);
}

/**
 * On a port of its own at `host`; it talks with no one yet. `named`: the address that its descriptions name; default
 * where it is. `cipher`: what encrypts its sound; default nothing.
 */
export async function createRtpPhone({
  codec,
  host = '127.0.0.1',
  named = host,
  cipher = null,
}: {
  readonly codec: VoiceCodec;
  readonly host?: string;
  readonly named?: string;
  readonly cipher?: PhoneCipher | null;
}) {
  const family = host.includes(':') ? 'IP6' : 'IP4';
  const socket = createSocket(family === 'IP6' ? 'udp6' : 'udp4');
  await new Promise<void>((resolve) => socket.bind(0, host, resolve));
  const { port } = socket.address();
  const { clockRate, mapping, payloadType } = VOICE_CODECS[codec];
  const ssrc = randomBytes(4).readUInt32BE();
  const { heard, took, hears } = createHearing('the telephone');
  const { saidOne, says } = createSaying();
  let far: { readonly address: string; readonly port: number; readonly type: number } | null = null;
  // An encrypted count soon runs round, which keys must stand.
  const first = cipher === null ? randomBytes(2).readUInt16BE() : 0xffff - 20;
  let [sequenceNumber, timestamp] = [first, randomBytes(4).readUInt32BE()];
  let timer: NodeJS.Timeout | null = null;
  let version = 0;

  socket.on('message', (datagram, from) => {
    const kind = datagramKind(datagram);
    if (kind === 'dtls') cipher?.receive(datagram, (reply) => socket.send(reply, from.port, from.address));
    const bytes = cipher === null || kind !== 'rtp' ? datagram : cipher.open(datagram);
    const read = kind !== 'rtp' || bytes === null ? null : readRtp(bytes);
    if (read === null || !read.ok) return;
    const { packet } = read;
    took({ ...packet, payload: Buffer.from(packet.payload), at: performance.now() });
  });

  function send(type: number, payload: Uint8Array, at: number, marker: boolean, from = socket): void {
    if (far === null) return;
    sequenceNumber = (sequenceNumber + 1) & 0xffff;
    const packet = { marker, payloadType: type, sequenceNumber, timestamp: at, ssrc, csrcs: [], extension: null };
    const bytes = writeRtp({ ...packet, payload, paddingBytes: 0 });
    const sealed = cipher === null || from !== socket ? bytes : cipher.seal(bytes);
    if (sealed !== null) from.send(sealed, far.port, far.address);
  }

  /** `milliseconds`: of each packet. */
  function say(hertz: number, milliseconds = FRAME_MS): void {
    hush();
    const frames = framesIn(codec, hertz, milliseconds);
    const start = performance.now();
    let sent = 0;
    timer = setInterval(() => {
      for (; sent * milliseconds <= performance.now() - start; sent += 1) {
        // What begins here ends where the next one begins.
        send(far?.type ?? payloadType, frames[sent % frames.length] ?? new Uint8Array(0), timestamp, false);
        timestamp = (timestamp + (clockRate * milliseconds) / 1000) >>> 0;
        saidOne();
      }
    }, FRAME_MS / 2);
  }

  function hush(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  function describe(direction: SdpDirection, type: number = payloadType): string {
    version += 1;
    return [
      'v=0',
      `o=phone ${ssrc} ${version} IN ${family} ${named}`,
      's=-',
      `c=IN ${family} ${named}`,
      't=0 0',
      `m=audio ${port} ${cipher?.protocol ?? 'RTP/AVP'} ${type} ${KEYS}`,
      `a=rtpmap:${type} ${mapping}`,
      `a=rtpmap:${KEYS} telephone-event/${clockRate}`,
      `a=${direction}`,
      ...(cipher?.lines() ?? []),
      '',
    ].join('\r\n');
  }

  function meet(description: string): number {
    const [, at = '0'] = /^m=audio (\d+)/mu.exec(description) ?? [];
    const [, address = '127.0.0.1'] = /^c=IN IP[46] (\S+)/mu.exec(description) ?? [];
    const [, type = `${payloadType}`] = new RegExp(`^a=rtpmap:(\\d+) ${mapping}`, 'mu').exec(description) ?? [];
    far = { address, port: Number(at), type: Number(type) };
    cipher?.meet(description);
    return far.type;
  }

  return {
    port,
    heard,
    say,
    hush,
    /** Its offer; one during a call may hold it, or take it off hold. */
    offer: (direction: SdpDirection = 'sendrecv') => describe(direction),
    /** It takes an offer. */
    answer(offer: string, direction: SdpDirection = 'sendrecv'): string {
      return describe(direction, meet(offer));
    },
    /** Its offer was answered. */
    accept: (answer: string) => void meet(answer),
    /** Says packets from another port than its own, as a stranger would who knows all numbers. */
    async sayFromElsewhere(payload: Uint8Array, packets: number): Promise<void> {
      const other = createSocket('udp4');
      await new Promise<void>((resolve) => other.bind(0, '127.0.0.1', resolve));
      for (let packet = 0; packet < packets; packet += 1) {
        send(far?.type ?? payloadType, payload, timestamp, false, other);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      other.close();
    },
    /** Says once that it is quiet, instead of a packet of sound. */
    sayNoise(): void {
      send(NOISE, Uint8Array.of(78), timestamp, false);
      timestamp = (timestamp + (clockRate * FRAME_MS) / 1000) >>> 0;
    },
    /** Sends these bytes to the port of its sound, or of its reports, whatever they are. */
    async sayRaw(bytes: Uint8Array, isReport: boolean): Promise<void> {
      const { address, port: at } = far ?? { address: '127.0.0.1', port: 9 };
      await new Promise<void>((resolve) => socket.send(bytes, at + (isReport ? 1 : 0), address, () => resolve()));
    },
    says,
    press(digit: string): void {
      const at = timestamp;
      for (const { marker, payload } of dtmfPackets({ digit, milliseconds: 100, clockRate }))
        send(KEYS, payload, at, marker);
      // The next press is another one by its timestamp.
      timestamp = (timestamp + clockRate / 10) >>> 0;
    },
    /** Keys that were dialed to it. */
    keys(): string {
      const presses = new Map<number, string>();
      for (const packet of heard.filter((each) => each.payloadType === KEYS))
        presses.set(packet.timestamp, DIGITS[readTelephoneEvent(packet.payload)?.event ?? -1] ?? '?');
      return [...presses.values()].join('');
    },
    hears,
    async close(): Promise<void> {
      hush();
      cipher?.close();
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}
