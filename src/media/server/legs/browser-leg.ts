/**
 * A leg whose other end is a browser. Its connections come and go, with a reload or a change of network; what it hears,
 * who hears it and its numbers in RTP continue.
 */
import type { VoiceCodec } from '../../codec/voice-codec.ts';
import { createLiveness } from '../../codec/liveness.ts';
import type { Liveness } from '../../codec/liveness.ts';
import { createAudioSink } from './audio-sink.ts';
import type { Certificate } from '../transport/handshake.ts';
import type { Leg } from './leg.ts';
import { statsOf } from './leg-stats.ts';
import type { MediaPort } from '../transport/media-port.ts';
import { createAudioSource } from './audio-source.ts';
import { createReports } from '../transport/reports.ts';
import type { Reports } from '../transport/reports.ts';
import { writeAnswer } from '../transport/sdp-answer.ts';
import type { Offer } from '../transport/sdp-offer.ts';
import { createSecureChannel } from '../transport/secure-channel.ts';
import type { SecureChannel } from '../transport/secure-channel.ts';
import { preciseNow } from '../../audio-packet.ts';
import type { SoundPacket } from '../../audio-packet.ts';
import { TICK_MILLISECONDS } from './ticker.ts';
import type { Ticker } from './ticker.ts';
import { addReceived, createVoiceIn, NOTHING_RECEIVED } from './rtp-receiver.ts';
import type { VoiceIn } from './rtp-receiver.ts';
import { createVoiceOut } from './rtp-sender.ts';
import type { Transcoders } from './transcoder.ts';

/** What a browser's leg tells. */
export type BrowserLegListener = {
  /** ICE and DTLS are through, or something is heard again after an interruption. */
  onConnected(): void;
  /** It is connected, and its sound has stopped coming, or comes again. */
  onSilent(isSilent: boolean): void;
  /** What it hears comes in another codec than before. */
  onCodec(codec: VoiceCodec): void;
  onInterrupted(): void;
  /** It is to be closed. */
  onLost(reason: 'timeout' | 'failed'): void;
  onDigit(digit: string): void;
  onPlayed(playId: string, byDigit: boolean): void;
};

/** What a browser's leg does besides being a leg. */
export type BrowserLeg = Leg & {
  /** Answers an offer: the first, one after a reload, an ICE restart, or the same again. */
  negotiate(offer: Offer, announced: readonly string[]): string;
};

/** Half a second, in ticks. */
const LIVENESS_EVERY = 500 / TICK_MILLISECONDS;

/** A microphone that works has sent something by then: Opus in DTX sends a packet every 400 ms. Milliseconds. */
const SILENT_AFTER = 4000;

type Connection = {
  readonly channel: SecureChannel;
  readonly offer: Offer;
  readonly voiceIn: VoiceIn;
  readonly reports: Reports;
  readonly liveness: Liveness;
};

/** Without a connection until the first offer. */
export function createBrowserLeg(options: {
  readonly legId: string;
  readonly port: MediaPort;
  readonly certificate: Certificate;
  readonly ticker: Ticker;
  readonly transcoders: Transcoders;
  readonly listener: BrowserLegListener;
}): BrowserLeg {
  const { legId, listener, ticker } = options;
  const audioSource = createAudioSource();
  const voiceOut = createVoiceOut(options.transcoders);
  const audioSink = createAudioSink({ ticker, out: say, onPlayed: listener.onPlayed });
  let connection: Connection | null = null;
  let earlier = NOTHING_RECEIVED;
  let [connections, ticks] = [0, 0];
  /** Whether the present connection has its keys: before, quiet is no interruption. */
  let isSecured = false;
  /** When sound last came, or could have come first. */
  let soundAt = 0;
  let [isSilent, isInterrupted] = [false, false];
  /** What the page hears comes in this one; a new connection of a page begins with its first, Opus. */
  let codec: VoiceCodec = 'opus';
  const stopTicks = ticker.every(tick);

  function tick(now: number): void {
    connection?.voiceIn.passed(now);
    ticks += 1;
    if (ticks % LIVENESS_EVERY !== 0 || connection === null) return;
    connection.reports.passed(now);
    const change = connection.liveness.passed(now);
    if (change === 'lost') return listener.onLost('timeout');
    if (change === 'interrupted' && isSecured) {
      isInterrupted = true;
      listener.onInterrupted();
    }
    if (isSecured && !isInterrupted && now - soundAt >= SILENT_AFTER) beSilent(true);
  }

  function say(packet: SoundPacket, now: number): void {
    if (packet.kind !== 'key') hearIn(packet.kind);
    voiceOut.send(packet, now);
  }

  function hearIn(now: VoiceCodec): void {
    const isKnown = connection?.offer.format.codecs.some((known) => known.codec === now) === true;
    if (now === codec || !isKnown) return;
    codec = now;
    listener.onCodec(now);
  }

  function connected(): void {
    isInterrupted = false;
    soundAt = preciseNow();
    listener.onConnected();
  }

  function beSilent(is: boolean): void {
    if (is === isSilent) return;
    isSilent = is;
    listener.onSilent(is);
  }

  function connect(offer: Offer): Connection {
    connections += 1;
    const name = `${legId}/${connections}`;
    const liveness = createLiveness(preciseNow(), false);
    const voiceIn = createVoiceIn({ name, format: offer.format, say: audioSource.emit, onDigit: pressed });
    isSecured = false;
    const channel = createSecureChannel({
      port: options.port,
      certificate: options.certificate,
      fingerprints: offer.fingerprints,
      listener: {
        onSecured() {
          voiceOut.connect(offer.format, channel.sendRtp);
          hearIn('opus');
          isSecured = true;
          connected();
        },
        onFailed: () => listener.onLost('failed'),
        onHeard(isSound) {
          if (liveness.heard(preciseNow(), isSound) === 'returned' && isSecured) connected();
        },
        onRtp(packet) {
          soundAt = preciseNow();
          beSilent(false);
          voiceIn.rtp(packet, soundAt);
        },
        onRtcp: (compound) => reports.received(compound, preciseNow()),
      },
    });
    const reports = createReports({ voiceIn, voiceOut, send: channel.sendRtcp });
    return { channel, offer, voiceIn, reports, liveness };
  }

  function pressed(digit: string): void {
    audioSink.pressed();
    listener.onDigit(digit);
  }

  /** Only an offer of the peer connection that we know keeps its keys; the credentials change when it restarts ICE. */
  function goOn(known: Connection, offer: Offer): Connection {
    if (known.offer.iceName !== offer.iceName) known.channel.restart();
    known.liveness.prolong(preciseNow());
    return { ...known, offer };
  }

  function replace(old: Connection | null, offer: Offer): Connection {
    old?.channel.close();
    if (old !== null) earlier = addReceived(earlier, old.voiceIn.received());
    return connect(offer);
  }

  return {
    legId,
    audioSink,
    audioSource,
    negotiate(offer, announced) {
      const isSamePeer = connection !== null && isSame(connection.offer, offer);
      connection = isSamePeer && connection !== null ? goOn(connection, offer) : replace(connection, offer);
      const { credentials } = connection.channel;
      const { fingerprint } = options.certificate;
      return writeAnswer(offer, { credentials, fingerprint, ssrc: voiceOut.ssrc, announced, port: options.port.port });
    },
    takesKeys: () => (connection?.offer.format.keys.length ?? 0) > 0,
    stats: () => statsOf(earlier, connection, voiceOut),
    close() {
      stopTicks();
      audioSink.close();
      voiceOut.close();
      connection?.channel.close();
    },
  };
}

function isSame(known: Offer, offer: Offer): boolean {
  const names = (one: Offer) => one.fingerprints.map(({ algorithm, value }) => `${algorithm} ${value}`).join();
  const formats = (one: Offer) => JSON.stringify(one.format);
  return known.session === offer.session && names(known) === names(offer) && formats(known) === formats(offer);
}
