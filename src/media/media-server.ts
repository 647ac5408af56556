/**
 * What carriers and calls need of the media server. An engine inside this process implements it, and an external one
 * could: every verb has a counterpart in rtpengine's NG protocol, but for rooms; an engine that mixes nothing refuses
 * them, and calls stay with two.
 */
import type { SoundPacket } from './audio-packet.ts';
import type { SdpDirection } from './codec/sdp.ts';
import type { VoiceCodec } from './codec/voice-codec.ts';

/** One end whose sound passes through us. */
export type LegId = string;

/** What can be heard by a leg: a file, once or over and over. */
export type Playing = { readonly path: string; readonly isLooped: boolean };

/** What legs tell by themselves. */
export type LegEvent =
  /**
   * The connection stands (ICE and DTLS, or an answer), or does again; sound can go both ways, whether or not any
   * comes.
   */
  | { readonly type: 'connected'; readonly legId: LegId }
  /**
   * The connection stands, and no packet of sound has come for some seconds, as from a microphone that delivers
   * nothing.
   */
  | { readonly type: 'silent'; readonly legId: LegId }
  /** Sound comes after it did not. */
  | { readonly type: 'sounding'; readonly legId: LegId }
  /**
   * What a page hears comes in another codec than before. It does well to talk in the same from now on: then nothing
   * has to be transcoded.
   */
  | { readonly type: 'codec'; readonly legId: LegId; readonly codec: VoiceCodec }
  /** Nothing has arrived for some seconds; it may come back. */
  | { readonly type: 'interrupted'; readonly legId: LegId }
  /** It will not come back; the leg is closed. */
  | { readonly type: 'lost'; readonly legId: LegId; readonly reason: LostReason }
  | { readonly type: 'digit'; readonly legId: LegId; readonly digit: string }
  /**
   * What was played once has ended, or was stopped by a digit. What a voice leg says is told to have ended in any case.
   * `heardMs`: how much of that was said, in milliseconds.
   */
  | {
      readonly type: 'played';
      readonly legId: LegId;
      readonly playId: string;
      readonly byDigit: boolean;
      readonly heardMs?: number;
    };

/** Why a leg ended. `worker` is ours: the engine that held it died. */
export type LostReason = 'closed' | 'timeout' | 'failed' | 'worker';

/** How a leg's sound is doing. */
export type LegStats = {
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly packetsSent: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  /** In which codec it was last heard, and spoken to; null before. */
  readonly heardIn: VoiceCodec | null;
  readonly saidIn: VoiceCodec | null;
  /** How good what is heard of it would seem to people, 1 to 4.5 (see `e-model.ts`); null before anything came. */
  readonly mos: number | null;
};

/** Why a leg could not be made, or its far end's description not be taken. */
export type LegRefusal =
  | 'malformed_offer'
  | 'no_common_codec'
  | 'no_common_encryption'
  | 'no_ports'
  | 'overloaded'
  | 'closed';

/**
 * A far end that offers, as SDP. `asker`: its IP address, where it is known; our description holds the addresses that
 * it can use.
 */
export type LegOffer =
  /** A page: ICE and DTLS-SRTP, candidates gathered. Without `asker` it runs on this machine. */
  | { readonly kind: 'browser'; readonly offer: string; readonly asker?: string }
  /** Plain RTP (RFC 3551), as a telephone line has it. Without `asker`, the address that its description names. */
  | ({ readonly kind: 'rtp'; readonly offer: string; readonly asker?: string } & RtpTerms);

/**
 * A far end that we make an offer to. `asker`: the IP address that the offer goes to. `direction`: what we would do;
 * `sendonly` and `inactive` put the far end on hold. Default `sendrecv`.
 */
export type LegOffered = {
  readonly kind: 'rtp';
  readonly asker: string;
  readonly direction?: SdpDirection;
} & RtpTerms;

/** How a leg of plain RTP talks, from its making on: what is asked of it later keeps to it. */
export type RtpTerms = {
  /**
   * From where RTP is heard; from any other address and port it never is, and what we say goes to that one alone.
   * `signaled`, the default: from where the far end's description says. `first`: from where the first packet of sound
   * comes after a description, as from behind a translation of addresses.
   */
  readonly source?: 'signalled' | 'first';
  /** What may be agreed on, the most wanted first. Default: all, in the order of who offers. */
  readonly codecs?: readonly VoiceCodec[];
  /**
   * Whether sound is encrypted (SRTP), with keys in the description (RFC 4568), or by DTLS where the far end offers
   * that. `optional`: where the far end can. Default `off`.
   */
  readonly srtp?: 'off' | 'optional' | 'required';
};

/** A leg with our own description, as SDP; or why there is none. `isHeld`: the far end does not want to hear us. */
export type LegMade =
  | { readonly ok: true; readonly legId: LegId; readonly answer: string; readonly isHeld: boolean }
  | { readonly ok: false; readonly refusal: LegRefusal };

/** Packets of a leg as it said them, encoded, in the order in which they came, each with its time by `preciseNow`. */
export type Tapped = readonly { readonly packet: SoundPacket; readonly now: number }[];

/** The media server. A leg that is gone is no fault: what is asked of it is not done. */
export type Media = {
  /**
   * Answers an offer. With `legId`, the same leg renegotiates: after a reload of the page, a change of network, a
   * telephone put on hold. A leg keeps its kind. An offer that is refused changes nothing of a leg that is there.
   */
  createLeg(asked: LegOffer, legId?: LegId): Promise<LegMade>;
  /**
   * Makes an offer for a far end that is to be reached; nothing is said or heard before its answer. With `legId`, the
   * same leg offers anew, and continues as it was until the answer; an offer with nothing new in it is the same text.
   */
  offerLeg(
    asked: LegOffered,
    legId?: LegId,
  ): Promise<
    | { readonly ok: true; readonly legId: LegId; readonly offer: string }
    | { readonly ok: false; readonly refusal: LegRefusal }
  >;
  /** The far end's answer to the offer of the leg; a later one of the same offer counts instead. Null: taken. */
  acceptAnswer(legId: LegId, answer: string): Promise<LegRefusal | null>;
  /** A leg whose other end is a file being played: what a simulated person says. */
  createFileLeg(playing: Playing): Promise<LegId>;
  /** A leg whose other end is a voice that is made while it speaks: it says what `say` is given. */
  createVoiceLeg(): Promise<LegId>;
  /**
   * So many legs that hear each other mixed: who is bridged with one hears all who are bridged with the others. Closing
   * the last one ends it. Null: nothing more can be mixed.
   */
  createRoom(seats: number): Promise<readonly LegId[] | null>;
  /** Each hears the other, and nothing else; a leg is in one bridge at most, a new one ends the old. */
  bridge(a: LegId, b: LegId): Promise<void>;
  unbridge(legId: LegId): Promise<void>;
  /** The leg hears this instead of whatever it heard. `isStoppedByDigit`: the first digit ends it. */
  play(legId: LegId, playing: Playing, isStoppedByDigit: boolean): Promise<{ readonly playId: string }>;
  /**
   * The voice leg says this to whom it is bridged with, instead of what it was saying: mono samples at 8000 Hz, in
   * pieces of any length. No more than two seconds are taken ahead of time; a piece that is late leaves a gap. The
   * source is given up as soon as the leg is stopped or gone; one that fails has ended.
   */
  say(legId: LegId, sounds: AsyncIterable<Int16Array>): Promise<{ readonly playId: string }>;
  /** Ends what is played to the leg, and what a voice leg says: once it resolves, nothing more of it is sent. */
  stop(legId: LegId): Promise<void>;
  /**
   * Presses keys at the leg's far end. False: it agreed to none (no telephone-event in its SDP), or there is no such
   * leg.
   */
  sendDtmf(legId: LegId, digits: string): Promise<boolean>;
  /** A muted leg is not heard; it hears on. */
  mute(legId: LegId, isMuted: boolean): Promise<void>;
  /**
   * What the leg says, until the answer is called; it resolves when all was told. Packets are gathered for a quarter of
   * a second, or, where it `isPrompt`, for 40 ms. Nothing is told of time in which none come: `listening.ts` adds that.
   */
  tap(legId: LegId, hear: (tapped: Tapped) => void, isPrompt?: boolean): Promise<() => Promise<void>>;
  stats(legId: LegId): Promise<LegStats | null>;
  close(legId: LegId): Promise<void>;
  onEvent(listener: (event: LegEvent) => void): void;
  /** Closes every leg. */
  shutDown(): Promise<void>;
};
