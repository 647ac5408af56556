/** The sound of callers' pages, as their dialect needs it. Implemented by the carrier that has it. */
import type { Call } from '#call/call.ts';

export type CallerSound = {
  /** The carrier's name, which the calls have as theirs. */
  readonly carrierName: string;
  /** Answers an offer (SDP) for the call with this uid, which need not be stored yet. */
  offerCaller(
    uid: string,
    sdp: string,
  ): Promise<{ readonly ok: true; readonly answer: string } | { readonly ok: false; readonly refusal: string }>;
  /** No call came of it. */
  closeCaller(uid: string): Promise<void>;
  /** The caller hangs up; what that means depends on what he was at. */
  callerHungUp(call: Call): Promise<unknown>;
  /** Whether those whom the caller talks with are gone for the moment: he hears music. */
  isCallerAlone(call: Call): boolean;
  /** Tells that the caller, or all whom he talks with, have gone or are back. */
  onLineMoved(listener: (call: Call) => void): void;
  onCallerSound(listener: (uid: string, state: 'connected' | 'interrupted' | 'lost') => void): void;
};
