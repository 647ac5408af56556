/** What keeps calls over trunks within what their workspace and the trunk allow. */
import type { DialRefusal } from '../call/dial-refusal.ts';
import type { E164 } from '../directory/phone-number.ts';

/** What is to be dialed. `callUid`: of the call that the number is dialed for. */
export type Dialing = {
  readonly workspaceId: number;
  readonly trunkId: number;
  readonly number: E164;
  readonly callUid: string;
};

/** A place that was taken, or why there is none. */
export type DialPlace =
  | { readonly ok: true; readonly place: number | null }
  | { readonly ok: false; readonly why: DialRefusal };

/** The guard. What it counts is shared by all processes on the database. */
export type DialGuard = {
  /** Judges and counts, in one step. */
  take(dialing: Dialing): Promise<DialPlace>;
  /** Judges country and price alone, for a call that is dialed later. */
  judge(dialing: Dialing): Promise<DialPlace>;
  /** An emergency number was refused, before any carrier was asked. */
  emergencyRefused(workspaceId: number): void;
  /** Gives the place back of a call that did not come about. */
  drop(place: number): Promise<void>;
};
