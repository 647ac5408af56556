/** What happens to a call when nothing else does. Deadlines stand in the row, so a restart keeps them. */
import type { Call } from './call.ts';
import type { CallEvent } from './event.ts';
import { isLeftWaiting } from './hand-over.ts';
import { isPresent } from './participant.ts';
import type { CallState } from './state.ts';
import { openTransfer } from './transfer.ts';
import type { RuleAhead } from './wait-rules.ts';
import { ruleAhead } from './wait-rules.ts';

/** The longest a call may stay in a state without anything happening, in seconds. */
export const MAX_SECONDS = {
  scheduled: 0,
  selecting: 300,
  queued: 3600,
  assigned: 60,
  connecting: 60,
  switching: 60,
  connected: 4 * 3600,
  voicemail: 180,
  action_only: 4 * 3600,
} as const satisfies { readonly [S in CallState]?: number };

/** Seconds that the recording of an ended call may take to be written. */
const MAX_PENDING_SECONDS = 600;

/** Seconds a hand-over may ring before the call goes back. */
const MAX_TRANSFER_SECONDS = 120;

/** When the engine must look at the call again; null when never. */
export function deadlineOf(call: Call): Date | null {
  if (call.origin === 'reported') return null;
  switch (call.state) {
    case 'scheduled':
      return call.scheduledAt;
    case 'queued':
      return earliest(
        after(waitingSince(call), longestWait(call)),
        call.offer?.until ?? null,
        nextCasting(call),
        nextRule(call)?.at ?? null,
      );
    case 'connected':
      return earliest(after(call.connectedAt, MAX_SECONDS.connected), handOver(call));
    case 'selecting':
    case 'assigned':
    case 'connecting':
    case 'switching':
    case 'voicemail':
    case 'action_only':
      return after(call.updatedAt, MAX_SECONDS[call.state]);
    default:
      return call.recording?.status === 'pending' ? after(call.updatedAt, MAX_PENDING_SECONDS) : null;
  }
}

/** When a hand-over that is under way needs a look. What is left of the queue's plan after an answer asks for none. */
function handOver(call: Call): Date | null {
  const transfer = openTransfer(call.transfers);
  if (transfer === undefined) return null;
  return earliest(call.offer?.until ?? null, nextCasting(call), after(transfer.createdAt, MAX_TRANSFER_SECONDS));
}

/**
 * From when the wait counts: a scheduled call that came due late has not waited before, whether or not its queue has
 * agents.
 */
function waitingSince(call: Call): Date | null {
  return call.castings[0]?.at ?? (call.scheduledAt === null ? call.queuedAt : call.updatedAt);
}

/** Who was promised a call does not hear the queue, and waits until agents have time: a working day. */
const MAX_PROMISED_SECONDS = 8 * 3600;

function longestWait({ origin }: Call): number {
  return origin === 'scheduled_api' ? MAX_PROMISED_SECONDS : MAX_SECONDS.queued;
}

function nextRule(call: Call): RuleAhead | null {
  return ruleAhead(call, waitingSince(call));
}

/** The rule of the queue whose time has come; null while none has. */
export function dueRule(call: Call, now: Date): RuleAhead | null {
  const rule = nextRule(call);
  return rule !== null && rule.at <= now ? rule : null;
}

/** When the next group of a cascade joins. */
function nextCasting(call: Call): Date | null {
  return call.groupsAhead.length === 0 ? null : after(call.castings.at(-1)?.at ?? null, call.offerSeconds);
}

/**
 * What the passing of the deadline means; null when it has not passed, or when the engine must first look up the menus:
 * of a scheduled call, and of a caller for whom a rule of their queue is due. One event at a time: the next deadline
 * brings the next.
 */
export function overdue(call: Call, now: Date): CallEvent | null {
  if (call.deadlineAt === null || call.deadlineAt > now) return null;
  switch (call.state) {
    case 'selecting':
      return { type: 'hung_up', by: 'system', reason: 'eu_in_menu_abandoned' };
    case 'queued':
      if (dueRule(call, now) !== null) return null;
      return isPast(after(waitingSince(call), longestWait(call)), now)
        ? { type: 'hung_up', by: 'system', reason: 'expired' }
        : onRingTimeout(call, now);
    case 'assigned':
    case 'connecting':
      return onConnectTimeout(call);
    case 'switching':
      return { type: 'carriers_exhausted' };
    case 'connected':
      return onMaxDuration(call, now);
    case 'voicemail':
    case 'action_only':
      return { type: 'hung_up', by: 'system' };
    case 'scheduled':
      return null;
    default:
      return { type: 'recording_failed' };
  }
}

/**
 * An agent took the call and no voice came about: a caller on the line waits again, a far end that was dialed is tried
 * elsewhere. A call whose own agent never came to the line ends: the other end must not be rung for no one.
 */
function onConnectTimeout(call: Call): CallEvent {
  const callerWaits = call.origin === 'phone' || call.origin === 'web' || call.origin === 'fin';
  if (!callerWaits && call.state === 'connecting')
    return { type: 'leg_failed', reason: 'voip_conn_timeout', details: null };
  if (call.agentId === null) return { type: 'hung_up', by: 'system', reason: 'voip_conn_timeout' };
  return call.queuedAt === null
    ? { type: 'hung_up', by: 'system', reason: 'ag_ignored' }
    : { type: 'offer_declined', agentId: call.agentId };
}

function onMaxDuration(call: Call, now: Date): CallEvent | null {
  const transfer = openTransfer(call.transfers);
  if (transfer === undefined || isPast(after(call.connectedAt, MAX_SECONDS.connected), now))
    return { type: 'hung_up', by: 'system' };
  if (!isHandOverOver(call, now)) return onRingTimeout(call, now);
  // A warm hand-over goes back to its agent; after a cold one no one is left to go back to.
  const attended = call.participants.some((each) => each.kind === 'agent' && isPresent(each));
  return attended ? { type: 'transfer_failed', reason: 'transfer_expired' } : { type: 'transfer_expired' };
}

/** Whether the hand-over that is under way has rung for as long as it may. */
function isHandOverOver({ transfers }: Call, now: Date): boolean {
  const transfer = openTransfer(transfers);
  return transfer !== undefined && isPast(after(transfer.createdAt, MAX_TRANSFER_SECONDS), now);
}

/**
 * Whether the caller was left alone, and no one has come for as long as a hand-over may ring: their queue sends them
 * away.
 */
export function isLeftInVain(call: Call, now: Date): boolean {
  return call.state === 'connected' && isLeftWaiting(call) && isHandOverOver(call, now);
}

/** No one has answered in time: the next group joins, or those who were rung have missed it. */
function onRingTimeout(call: Call, now: Date): CallEvent | null {
  const group = call.groupsAhead[0];
  if (group !== undefined && isPast(nextCasting(call), now)) return { type: 'group_cast', group };
  return call.offer !== null && call.offer.until <= now
    ? { type: 'offer_missed', agentIds: call.offer.agentIds }
    : null;
}

function after(from: Date | null, seconds: number): Date | null {
  return from === null ? null : new Date(from.getTime() + seconds * 1000);
}

function isPast(at: Date | null, now: Date): boolean {
  return at !== null && at <= now;
}

function earliest(...dates: (Date | null)[]): Date | null {
  const known = dates.filter((date) => date !== null);
  return known.length === 0 ? null : known.reduce((a, b) => (a <= b ? a : b));
}
