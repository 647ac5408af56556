/** The sound of callers' pages, as their dialect needs it. Implemented by the carrier that has it. */
import type { Call } from '#domain/call/call.ts';

/**
 * How the leg of a caller's page is doing. `silent`: connected, and the microphone delivers nothing; `sounding`: it
 * does again.
 */
export type SoundState = 'connected' | 'interrupted' | 'lost' | 'silent' | 'sounding';

export type CallerSound = {
  /** The carrier's name, which the calls have as theirs. */
  readonly carrierName: string;
  /**
   * Answers an offer (SDP) that came from the IP address `asker`, for the call with this uid, which need not be stored
   * yet.
   */
  offerCaller(
    uid: string,
    sdp: string,
    asker: string,
  ): Promise<{ readonly ok: true; readonly answer: string } | { readonly ok: false; readonly refusal: string }>;
  /** No call came of it. */
  closeCaller(uid: string): Promise<void>;
  /** Whether the connection of the page stands: ICE and DTLS are through, and something has been heard lately. */
  isCallerConnected(uid: string): boolean;
  /** The page said goodbye, which ends nothing by itself: the call continues while its sound does. */
  callerLeft(uid: string): void;
  /** The caller hangs up; what that means depends on what they were at. What cannot be stored now is stored later. */
  callerHungUp(call: Call): Promise<void>;
  /** Whether those whom the caller talks with are gone for the moment: they hear music. */
  isCallerAlone(call: Call): boolean;
  /** Tells that the caller, or all whom they talk with, have gone or are back. */
  onMediaChanged(listener: (call: Call) => void): void;
  onCallerSound(listener: (uid: string, state: SoundState) => void): void;
  /** In which codec, by its name in SDP, the caller's page is heard without a conversion; null without a page. */
  callerCodec(uid: string): string | null;
  /** Tells that it is another. */
  onCallerCodec(listener: (uid: string, codec: string) => void): void;
};
