/**
 * Which agents have missed a call. The rule, whatever the offer type: it rang for them for the whole time, and they did
 * not answer (`not_answered`); that is also what sets their status. A caller who gave up while it rang for them is one
 * to call back as well (`caller_left`), but no reason to take the agent off the queue. Who declines has missed nothing.
 */
import type { E164 } from '../directory/phone-number.ts';
import type { Call } from './call.ts';
import type { CallEvent } from './event.ts';
import { rungInFull } from './offer.ts';

/** Why the call is one that the agent missed. */
export const MISSED_REASONS = ['not_answered', 'caller_left'] as const;
export type MissedReason = (typeof MISSED_REASONS)[number];

/** The most that are listed for an agent; one more takes the place of the oldest. */
export const MAX_MISSED_CALLS = 50;

/** A caller who hangs up sooner gave no one the time to answer. Milliseconds, since the last agent was rung. */
const LEAST_RING_MS = 5_000;

/** A call that an agent missed, with what they need in order to call back. */
export type MissedCall = {
  readonly callId: number;
  /** When it was missed last. */
  readonly at: Date;
  readonly reason: MissedReason;
  readonly contact: { readonly id: number; readonly name: string | null } | null;
  readonly number: E164 | null;
  readonly direction: 'inbound' | 'outbound';
  readonly menuId: number | null;
  /** Whether someone else took it afterwards. */
  readonly wasAnswered: boolean;
};

/** One step of a call, as far as it tells who has missed it. */
type Stepped = {
  readonly before: Pick<Call, 'offer'> | null;
  readonly call: Pick<Call, 'updatedAt'>;
  readonly event: CallEvent | { readonly type: 'created' | 'reloaded' };
};

/** The agents who have just missed the call, and why; null when no one has. */
export function missedBy({
  before,
  call,
  event,
}: Stepped): { readonly agentIds: readonly number[]; readonly reason: MissedReason } | null {
  const offer = before?.offer ?? null;
  if (offer === null) return null;
  if (event.type === 'offer_missed') return { agentIds: rungInFull(offer), reason: 'not_answered' };
  const hasLeft = event.type === 'hung_up' && event.by === 'end_user';
  if (!hasLeft || call.updatedAt.getTime() - offer.at.getTime() < LEAST_RING_MS) return null;
  return { agentIds: offer.agentIds, reason: 'caller_left' };
}
