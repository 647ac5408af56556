/** The simulator's door: how this surface directs calls that nobody really makes. */
import type { Call } from '#domain/call/call.ts';

/** Implemented where the parts are put together; the simulator itself is a carrier and out of reach here. */
export type SimulatorDoor = {
  /** Names of the carriers whose calls it plays; the first one takes new calls. */
  readonly carriers: readonly [string, ...string[]];
  /** 1 is life-like, 100 a hundredth of the time. */
  readonly speed: number;
  /** What the person at a number does, by its last four digits. */
  readonly magicNumbers: readonly { readonly digits: string; readonly behaviour: string; readonly says: string }[];
  /** Which menu the caller of the call will choose. */
  willChoose(callId: number, menuId: number): void;
  /** Nothing more happens by itself in the call. */
  holdStory(call: Call): void;
  /** The call goes on by itself from where it is. */
  resumeStory(call: Call): void;
};
