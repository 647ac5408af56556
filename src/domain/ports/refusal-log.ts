/** Calls that were refused before there was one: no history of a call tells of them. */
import type { DialRefusal } from '../call/dial-refusal.ts';

/**
 * Why a call that came in over a trunk was not taken: the number is none of the workspace's, the caller is blocked, the
 * server is about to stop or has no room for its sound, or both ends have no codec or no encryption in common.
 */
export const ARRIVAL_REFUSALS = [
  'number_unknown',
  'contact_blocked',
  'draining',
  'no_capacity',
  'no_common_sound',
] as const;
export type ArrivalRefusal = (typeof ARRIVAL_REFUSALS)[number];

/** One. No number is among it: what is told of it could not be forgotten with its contact. */
export type CallRefusal = {
  readonly workspaceId: number;
  /** The trunk that was asked first, or that the call came over; null where none was asked. */
  readonly trunkId: number | null;
} & (
  | { readonly direction: 'outbound'; readonly cause: DialRefusal }
  | { readonly direction: 'inbound'; readonly cause: ArrivalRefusal }
);

/** Refusals of a workspace that are told one by one in a minute; of more the next one says how many there were. */
export const MAX_REFUSALS_A_MINUTE = 60;
/** How long they are kept. Days. */
export const REFUSAL_DAYS = 30;

/** The log of what happened has them, too. */
export type RefusalLog = {
  /** Resolves once it is written. */
  note(refusal: CallRefusal): Promise<void>;
};
