/**
 * What carriers need of whoever handles sound. An engine inside this process implements it, and an external one could: every verb has a
 * counterpart in rtpengine's NG protocol, but for rooms; an engine that mixes nothing refuses them, and calls stay with two.
 */

/** One end whose sound passes through us. */
export type LegId = string;

/** What can be heard by a leg: a file, once or over and over. */
export type Playing = { readonly path: string; readonly isLooped: boolean };

/** What legs tell by themselves. */
export type LegEvent =
  /** The connection stands (ICE and DTLS), or does again; sound can go both ways, whether or not any comes. */
  | { readonly type: 'connected'; readonly legId: LegId }
  /** The connection stands, and no packet of sound has come for some seconds, as from a microphone that delivers nothing. */
  | { readonly type: 'silent'; readonly legId: LegId }
  /** Sound comes after it did not. */
  | { readonly type: 'sounding'; readonly legId: LegId }
  /** Nothing has arrived for some seconds; it may come back. */
  | { readonly type: 'interrupted'; readonly legId: LegId }
  /** It will not come back; the leg is closed. */
  | { readonly type: 'lost'; readonly legId: LegId; readonly reason: LostReason }
  | { readonly type: 'digit'; readonly legId: LegId; readonly digit: string }
  /** What was played once has ended, or was stopped by a digit. */
  | { readonly type: 'played'; readonly legId: LegId; readonly playId: string; readonly byDigit: boolean };

/** Why a leg ended. `worker` is ours: the engine that held it died. */
export type LostReason = 'closed' | 'timeout' | 'failed' | 'worker';

/** How a leg's sound is doing. */
export type LegStats = {
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly packetsSent: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
};

/** A recording that has been closed. */
export type Recorded = { readonly seconds: number; readonly bytes: number };

/** Why a leg could not be made. */
export type LegRefusal = 'malformed_offer' | 'no_common_codec' | 'no_ports' | 'overloaded' | 'closed';

export type Media = {
  /**
   * Answers a browser's offer (SDP, candidates gathered). With `legId`, the same leg renegotiates: after a reload or a change of network.
   * `asker`: the browser's IP address; the answer holds the candidates that it can use. Without one, those for this machine.
   */
  createLeg(
    offer: string,
    legId?: LegId,
    asker?: string,
  ): Promise<
    | { readonly ok: true; readonly legId: LegId; readonly answer: string }
    | { readonly ok: false; readonly refusal: LegRefusal }
  >;
  /** A leg whose other end is a file being played: what a simulated person says. */
  createFileLeg(playing: Playing): Promise<LegId>;
  /**
   * So many legs that hear each other mixed: who is bridged with one hears all who are bridged with the others. Closing the last one ends
   * it. Null: nothing more can be mixed.
   */
  createRoom(seats: number): Promise<readonly LegId[] | null>;
  /** Each hears the other, and nothing else; a leg is in one bridge at most, a new one ends the old. */
  bridge(a: LegId, b: LegId): Promise<void>;
  unbridge(legId: LegId): Promise<void>;
  /** The leg hears this instead of whatever it heard. `isStoppedByDigit`: the first digit ends it. */
  play(legId: LegId, playing: Playing, isStoppedByDigit: boolean): Promise<{ readonly playId: string }>;
  stop(legId: LegId): Promise<void>;
  /** Presses keys at the leg's far end. False: it agreed to none (no telephone-event in its SDP), or there is no such leg. */
  sendDtmf(legId: LegId, digits: string): Promise<boolean>;
  /** A muted leg is not heard; it hears on. */
  mute(legId: LegId, isMuted: boolean): Promise<void>;
  /** Records into one stereo file, left and right; what is silent is silence. Null is a side that is not there. */
  record(
    recordingId: string,
    sides: { readonly left: LegId | null; readonly right: LegId | null },
    path: string,
  ): Promise<void>;
  /** Other legs take the sides: a transfer goes on in the same file. */
  rerecord(recordingId: string, sides: { readonly left: LegId | null; readonly right: LegId | null }): Promise<void>;
  /** While paused, silence is written, so that times stay true. */
  pauseRecording(recordingId: string, isPaused: boolean): Promise<void>;
  stopRecording(recordingId: string): Promise<Recorded | null>;
  /** What the leg says, as PCM16 at 16 kHz, until the answer is called. */
  tap(legId: LegId, hear: (samples: Int16Array) => void): Promise<() => void>;
  stats(legId: LegId): Promise<LegStats | null>;
  close(legId: LegId): Promise<void>;
  onEvent(listener: (event: LegEvent) => void): void;
  /** Closes every leg and recording. */
  shutDown(): Promise<void>;
};
