/**
 * Moves a call one step: (call, event, now) -> call or refusal. Pure; late and duplicate events are normal and refused
 * as values.
 */
import type { Call } from './call.ts';
import { deadlineOf } from './deadline.ts';
import { effectOf } from './effects.ts';
import type { CallEvent, Movement } from './event.ts';
import { isNote } from './event.ts';
import { offHold } from './hold.ts';
import { isLeftWaiting } from './hand-over.ts';
import { next } from './lifecycle.ts';
import { noted } from './note.ts';
import { isRelieved, left, presentAgents, thirdParty } from './participant.ts';
import type { FailReason, HungUpBy } from './reason.ts';
import type { Outcome } from './refusal.ts';
import { done, refused } from './refusal.ts';
import type { CallState } from './state.ts';
import { isLive } from './state.ts';
import { closeTransfer, openTransfer } from './transfer.ts';

/** The call after the event, one version on; or `event_not_allowed`. */
export function step(call: Call, event: CallEvent, now: Date): Outcome<Call> {
  const notAllowed = refused({ code: 'event_not_allowed', state: call.state, event: event.type });
  if (event.type === 'reported' && (call.origin !== 'reported' || isRevival(call, event.state))) return notAllowed;
  if (isNote(event)) return done(advanced(call, noted(call, event, now), now));
  const to = next(call.state, event.type);
  if (to === undefined || call.origin === 'reported' || !isAllowed(call, event, now)) return notAllowed;
  const changed: Call = { ...call, ...effectOf(call, event, now), state: to };
  const moved = isLive(to) ? changed : ended(call, changed, event, now);
  return done(advanced(moved, {}, now));
}

/** Whether a call that has ended would be in progress again. */
function isRevival(call: Call, to: CallState): boolean {
  return !isLive(call.state) && isLive(to);
}

/** One version on, with the deadline that the new state sets. */
function advanced(call: Call, change: Partial<Call>, now: Date): Call {
  const moved = { ...call, ...change, version: call.version + 1, updatedAt: now };
  return { ...moved, deadlineAt: deadlineOf(moved) };
}

/** What the table cannot see: whether the event fits this very call. */
function isAllowed(call: Call, event: Movement, now: Date): boolean {
  const transfer = openTransfer(call.transfers);
  const rungNow = call.offer?.agentIds ?? [];
  switch (event.type) {
    case 'came_due':
      return call.scheduledAt === null || call.scheduledAt <= now;
    case 'queue_unstaffed':
      return call.unstaffedSince === null;
    case 'queue_staffed':
      return call.unstaffedSince !== null;
    case 'agent_assigned':
      return event.agentId === null ? call.origin === 'fin' : rungNow.includes(event.agentId);
    case 'agents_rung':
      return event.agentIds.length > 0 && (call.state === 'queued' || transfer !== undefined);
    case 'group_cast':
      return call.groupsAhead[0] === event.group;
    case 'offer_declined':
      return call.state === 'assigned' || call.state === 'connecting'
        ? call.queuedAt !== null && call.agentId === event.agentId
        : rungNow.includes(event.agentId);
    case 'offer_missed':
      return call.offer !== null && event.agentIds.every((id) => rungNow.includes(id));
    case 'held':
      return call.heldSince === null;
    case 'resumed':
      return call.heldSince !== null;
    case 'transfer_started':
      return (
        transfer === undefined &&
        thirdParty(call.participants) === undefined &&
        presentAgents(call.participants).length < 2 &&
        (event.to.agentId === null) !== (event.to.menuId === null)
      );
    case 'transfer_completed':
      return transfer !== undefined && rungNow.includes(event.agentId);
    case 'transfer_failed':
      return transfer !== undefined;
    case 'deflected':
    case 'voicemail_started':
      // Of those who have talked, only who was left alone and waited in vain is sent away.
      return call.state !== 'connected' || isLeftWaiting(call);
    case 'transfer_expired':
      return transfer !== undefined && presentAgents(call.participants).length === 0;
    case 'agent_left':
      return (
        isRelieved(call.participants, event.agentId) ||
        (transfer !== undefined && presentAgents(call.participants).includes(event.agentId))
      );
    case 'third_party_dialled':
      return transfer === undefined && thirdParty(call.participants) === undefined;
    case 'third_party_answered':
      return thirdParty(call.participants)?.connectedAt === null;
    case 'third_party_left':
      return thirdParty(call.participants) !== undefined;
    default:
      return true;
  }
}

/** Closes what is open when a call ends. The first end stands: what comes later (read, recovered) does not move it. */
function ended(before: Call, call: Call, event: Movement, now: Date): Call {
  if (!isLive(before.state)) return call;
  const failReason = failReasonOf(before, call, event);
  const settled = { ...call, ...offHold(call, now) };
  return {
    ...settled,
    failReason,
    endsAt: now,
    offer: null,
    transfers: closeTransfer(call.transfers, {
      status: 'failed',
      failReason: event.type === 'transfer_expired' || event.type === 'deflected' ? 'transfer_expired' : 'eu_canceled',
    }),
    participants: settled.participants.map((each) => left(each, now, absenceReason(failReason, call, event))),
  };
}

/** Why who had not got through by the end never did. A caller who was sent elsewhere has not failed at anything. */
function absenceReason(failReason: FailReason, call: Call, event: Movement): FailReason {
  if (failReason !== 'nothing' || call.state !== 'finished') return failReason;
  return event.type === 'hung_up' && event.by === 'agent' ? 'ag_canceled' : 'eu_canceled';
}

/** Why a call that no one named a reason for has failed, by where it was and who hung up. */
const ABANDONED: { readonly [S in CallState]?: Partial<Record<HungUpBy, FailReason>> } = {
  scheduled: { end_user: 'eu_canceled', agent: 'ag_canceled' },
  selecting: { end_user: 'eu_in_menu_abandoned' },
  queued: { end_user: 'eu_abandoned', agent: 'ag_canceled' },
  assigned: { end_user: 'eu_abandoned', agent: 'ag_canceled' },
  connecting: { end_user: 'eu_abandoned', agent: 'ag_canceled' },
  switching: { end_user: 'eu_abandoned', agent: 'ag_canceled' },
};

function failReasonOf(before: Call, call: Call, event: Movement): FailReason {
  if (call.state !== 'failed') return call.failReason;
  if (event.type !== 'hung_up') return call.failReason;
  return event.reason ?? ABANDONED[before.state]?.[event.by] ?? 'unknown';
}
