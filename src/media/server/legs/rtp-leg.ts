/**
 * A leg whose other end talks RTP as telephones do, without ICE: from a port of its own, with one far end and no other.
 * What such a far end does with its call is told by signalling; that it says nothing ends no leg.
 */
import { background } from '#background/background.ts';
import { datagramKind } from '../../codec/demultiplex.ts';
import { readRtp } from '../../codec/rtp.ts';
import { preciseNow } from '../../audio-packet.ts';
import { createReports } from '../transport/reports.ts';
import type { Reports } from '../transport/reports.ts';
import type { Certificate } from '../transport/handshake.ts';
import type { RtpChannel, RtpPorts } from '../transport/rtp-ports.ts';
import { createRtpSecurity } from '../transport/rtp-security.ts';
import type { RtpEncryption } from '../transport/rtp-security.ts';
import type { SourceLock } from '../transport/source-lock.ts';
import type { Address } from '../transport/udp-socket.ts';
import type { VoiceFormat } from '../transport/voice-format.ts';
import { createAudioSink } from './audio-sink.ts';
import { createAudioSource } from './audio-source.ts';
import type { Leg } from './leg.ts';
import { statsOf } from './leg-stats.ts';
import { addReceived, createVoiceIn, NOTHING_RECEIVED } from './rtp-receiver.ts';
import type { VoiceIn } from './rtp-receiver.ts';
import { createVoiceOut } from './rtp-sender.ts';
import { TICK_MILLISECONDS } from './ticker.ts';
import type { Ticker } from './ticker.ts';
import type { Transcoders } from './transcoder.ts';

/** How a far end and we have agreed to talk. */
export type RtpAgreement = {
  /** Null: nothing is to be sent. */
  readonly sound: Address | null;
  /** To which port of the same machine reports go. */
  readonly reportsPort: number;
  /** They share the port of the sound. */
  readonly isMuxed: boolean;
  /** What comes. */
  readonly heard: VoiceFormat;
  /** What goes. */
  readonly said: VoiceFormat;
  /** The far end speaks to us, and wants to hear us. */
  readonly speaks: boolean;
  readonly listens: boolean;
  /** The far end said the same before. */
  readonly isRepeated: boolean;
  readonly encryption: RtpEncryption;
};

/** What such a leg does besides being one. */
export type RtpLeg = Leg & {
  readonly port: number;
  readonly ssrc: number;
  /** From now on it is like this; the numbers of what we say continue. */
  agree(agreement: RtpAgreement): void;
};

/** What such a leg tells. */
export type RtpLegListener = {
  /** The first agreement stands, and keys are there where it wants some. */
  onConnected(): void;
  /** The keys could not be agreed on: it is to be closed. */
  onLost(reason: 'failed'): void;
  /** Sound has stopped coming, or comes again. */
  onSilent(isSilent: boolean): void;
  onDigit(digit: string): void;
  onPlayed(playId: string, byDigit: boolean): void;
};

/** As for pages: a telephone that says nothing at all for so long is silent. Milliseconds. */
const SILENT_AFTER = 4000;

const REPORTS_EVERY = 500 / TICK_MILLISECONDS;

type Talk = { readonly agreement: RtpAgreement; readonly voiceIn: VoiceIn; readonly reports: Reports };

/** All codecs of telephones go out in packets of twenty milliseconds. */
const IS_EVEN = true;

/** Without a far end until the first agreement. */
export function createRtpLeg(options: {
  readonly legId: string;
  readonly ports: RtpPorts;
  readonly lock: SourceLock;
  readonly certificate: Certificate;
  readonly ticker: Ticker;
  readonly transcoders: Transcoders;
  readonly listener: RtpLegListener;
}): RtpLeg {
  const { legId, ports, lock, listener, ticker } = options;
  const audioSource = createAudioSource();
  const voiceOut = createVoiceOut(options.transcoders);
  const audioSink = createAudioSink({ ticker, out: voiceOut.send, onPlayed: listener.onPlayed });
  let talk: Talk | null = null;
  let earlier = NOTHING_RECEIVED;
  let [agreements, ticks, soundAt] = [0, 0, 0];
  let [isSilent, isConnected] = [false, false];
  const security = createRtpSecurity({
    certificate: options.certificate,
    send: (datagram) => sendTo(lock.target(), 'sound', datagram),
    onReady: connected,
    onFailed: () => listener.onLost('failed'),
  });

  function sendTo(to: Address | null, channel: RtpChannel, datagram: Uint8Array): void {
    if (to !== null) ports.send(channel, datagram, to);
  }

  /** Once, however often is agreed. */
  function connected(): void {
    if (isConnected || !security.isReady()) return;
    isConnected = true;
    soundAt = preciseNow();
    listener.onConnected();
  }

  const stopTicks = ticker.every((now) => {
    talk?.voiceIn.passed(now);
    ticks += 1;
    if (talk === null || ticks % REPORTS_EVERY !== 0) return;
    talk.reports.passed(now);
    if (talk.agreement.speaks && now - soundAt >= SILENT_AFTER) beSilent(true);
  });

  function beSilent(is: boolean): void {
    if (is === isSilent) return;
    isSilent = is;
    listener.onSilent(is);
  }

  function sound(datagram: Uint8Array, from: Address, { voiceIn, agreement }: Talk): void {
    const now = preciseNow();
    if (!agreement.speaks || !lock.admits(from, now)) return;
    const length = security.openSound(datagram);
    if (length === null) return;
    const packet = datagram.subarray(0, length);
    const read = readRtp(packet);
    if (!read.ok || !voiceIn.knows(read.packet.payloadType)) return;
    lock.heard(from);
    soundAt = now;
    beSilent(false);
    voiceIn.rtp(packet, now);
  }

  function reported(datagram: Uint8Array, { reports }: Talk): void {
    const length = security.openReports(datagram);
    if (length !== null) reports.received(datagram.subarray(0, length), preciseNow());
  }

  ports.onDatagram((channel, datagram, from) => {
    if (talk === null) return;
    const kind = datagramKind(datagram);
    if (kind === 'rtp' && channel === 'sound') sound(datagram, from, talk);
    // Reports come from the machine that the sound comes from; which port they come from is no one's business (RFC 3550
    // section 11).
    if (from.address !== lock.target()?.address) return;
    if (kind === 'rtcp') reported(datagram, talk);
    if (kind === 'dtls' && channel === 'sound') security.shake(datagram);
  });

  function say(agreement: RtpAgreement): void {
    voiceOut.connect(
      agreement.said,
      (bytes, length) => {
        const to = agreement.listens ? lock.target() : null;
        const sealed = to === null ? null : security.sealSound(bytes, length);
        if (sealed === null) return false;
        sendTo(to, 'sound', bytes.subarray(0, sealed));
        return true;
      },
      IS_EVEN,
    );
  }

  function report(compound: Uint8Array): void {
    const target = lock.target();
    if (target === null || talk === null) return;
    const { isMuxed, reportsPort, encryption } = talk.agreement;
    // A handshake is for one port: reports on another would need a second (RFC 5764 section 3).
    const sealed = encryption.kind === 'dtls' && !isMuxed ? null : security.sealReports(compound);
    if (sealed === null) return;
    ports.send(isMuxed ? 'sound' : 'reports', sealed, { address: target.address, port: reportsPort });
  }

  /** What comes is heard on as it was while it comes in the same: a key that is held is still the same press. */
  function goOn(agreement: RtpAgreement): Talk {
    const isSame = JSON.stringify(talk?.agreement.heard) === JSON.stringify(agreement.heard);
    return talk !== null && isSame ? { ...talk, agreement } : begin(agreement);
  }

  function begin(agreement: RtpAgreement): Talk {
    agreements += 1;
    if (talk !== null) earlier = addReceived(earlier, talk.voiceIn.received());
    const name = `${legId}/${agreements}`;
    const voiceIn = createVoiceIn({ name, format: agreement.heard, say: audioSource.emit, onDigit: pressed });
    return {
      agreement,
      voiceIn,
      reports: createReports({ voiceIn, voiceOut, send: report }),
    };
  }

  function pressed(digit: string): void {
    audioSink.pressed();
    listener.onDigit(digit);
  }

  return {
    legId,
    audioSink,
    audioSource,
    port: ports.port,
    ssrc: voiceOut.ssrc,
    agree(agreement) {
      if (!agreement.isRepeated) lock.describe(agreement.sound, preciseNow());
      soundAt = preciseNow();
      talk = goOn(agreement);
      say(agreement);
      security.agree(agreement.encryption);
      connected();
    },
    takesKeys: () => (talk?.agreement.said.keys.length ?? 0) > 0,
    stats: () => statsOf(earlier, talk, voiceOut),
    close() {
      stopTicks();
      audioSink.close();
      voiceOut.close();
      security.close();
      background('media.rtp_ports', ports.close());
    },
  };
}
