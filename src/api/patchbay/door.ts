/** The simulator's door: how this surface directs calls that no one really makes. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';

/** What the far end of a simulated call does. `sipStatus`: with which answer it fails, or that none comes. */
export type FarEndSignal =
  | { readonly type: 'ring' | 'bridge' }
  | { readonly type: 'fail'; readonly sipStatus: number | 'timeout' };

/** Implemented where the parts are put together; the simulator itself is a carrier and out of reach here. */
export type SimulatorDoor = {
  /** Names of the carriers whose calls it plays; the first one takes new calls. */
  readonly carriers: readonly [string, ...string[]];
  /** 1 is life-like, 100 a hundredth of the time. */
  readonly speed: number;
  /** What the person at a number does, by its last four digits. */
  readonly magicNumbers: readonly { readonly digits: string; readonly behaviour: string; readonly says: string }[];
  /** Which menu the caller of the call will choose. */
  presetMenu(callId: number, menuId: number): void;
  /** The far end does it, and the carrier reports it. */
  farEnd(callId: number, signal: FarEndSignal): Promise<Outcome<Call>>;
  /** Nothing more happens by itself in the call. */
  takeControl(call: Call): void;
  /** The call continues by itself from where it is. */
  releaseControl(call: Call): void;
};
