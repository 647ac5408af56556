/** Moves a call one step: (call, event, now) -> call or refusal. Pure; late and duplicate events are normal and refused as values. */
import type { Call } from './call.ts';
import { deadlineOf } from './deadline.ts';
import type { CallEvent, Movement } from './event.ts';
import { isNote } from './event.ts';
import { relieved, transferred, transferring } from './hand-over.ts';
import { offHold } from './hold.ts';
import { next } from './lifecycle.ts';
import { noted } from './note.ts';
import { joinQueue, rung } from './offer.ts';
import { agentLeft, bridged, isRelieved, left, presentAgents, reaching, thirdParty, waiting } from './participant.ts';
import type { FailReason, HungUpBy } from './reason.ts';
import type { Outcome } from './refusal.ts';
import { done, refused } from './refusal.ts';
import type { CallState } from './state.ts';
import { isLive } from './state.ts';
import { takesOver, thirdPartyMoved } from './third-party.ts';
import { closeTransfer, openTransfer } from './transfer.ts';

/** How late a scheduled call may come due and still count as on time. */
const PUNCTUAL_MS = 60_000;

/** The call after the event, one version on; or `event_not_allowed`. */
export function step(call: Call, event: CallEvent, now: Date): Outcome<Call> {
  const notAllowed = refused({ code: 'event_not_allowed', state: call.state, event: event.type });
  if (event.type === 'reported' && (call.origin !== 'reported' || isRevival(call, event.state))) return notAllowed;
  if (isNote(event)) return done(advanced(call, noted(call, event, now), now));
  const to = next(call.state, event.type);
  if (to === undefined || call.origin === 'reported' || !isFitting(call, event, now)) return notAllowed;
  const changed: Call = { ...call, ...broughtBy(call, event, now), state: to };
  const moved = isLive(to) ? changed : ended(call, changed, event, now);
  return done(advanced(moved, {}, now));
}

/** Whether a call that has ended would go on again. */
function isRevival(call: Call, to: CallState): boolean {
  return !isLive(call.state) && isLive(to);
}

/** One version on, with the deadline that the new state sets. */
function advanced(call: Call, change: Partial<Call>, now: Date): Call {
  const moved = { ...call, ...change, version: call.version + 1, updatedAt: now };
  return { ...moved, deadlineAt: deadlineOf(moved) };
}

/** What the table cannot see: whether the event fits this very call. */
function isFitting(call: Call, event: Movement, now: Date): boolean {
  const transfer = openTransfer(call.transfers);
  const rungNow = call.offer?.agentIds ?? [];
  switch (event.type) {
    case 'came_due':
      return call.scheduledAt === null || call.scheduledAt <= now;
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

function broughtBy(call: Call, event: Movement, now: Date): Partial<Call> {
  switch (event.type) {
    case 'came_due': {
      // What was asked for a moment ahead may have been stored after that moment.
      const queuedAt = later(call.scheduledAt ?? now, call.createdAt);
      // A punctual call rings from the very time it was scheduled for, a late one (the server was down) from now.
      const isLate = now.getTime() - queuedAt.getTime() > PUNCTUAL_MS;
      return { queuedAt, ...joinQueue(event.plan, isLate ? now : queuedAt) };
    }
    case 'menu_selected':
      return { menuId: event.menuId, queuedAt: call.queuedAt ?? now, ...joinQueue(event.plan, now) };
    case 'group_cast':
      return groupJoined(call, event.group, now);
    case 'agents_rung':
      return {
        offer: rung(call.offer, event.agentIds, now, event.until, call.offerSeconds),
        // Where nobody else was free it goes round once more, and all who come back may be rung with them.
        ...(call.offer === null && event.agentIds.some((id) => call.passedBy.includes(id)) ? { passedBy: [] } : {}),
      };
    case 'offer_declined':
      return call.offer === null ? givenBack(call, event.agentId, now) : passed(call, [event.agentId]);
    case 'offer_missed':
      return { ...passed(call, event.agentIds), offer: null };
    case 'agent_assigned':
      return {
        agentId: event.agentId,
        assignedAt: now,
        offer: null,
        participants: [
          ...call.participants,
          event.agentId === null ? waiting('virtual_agent') : waiting('agent', event.agentId),
        ],
      };
    case 'leg_ringing':
    case 'carrier_switched':
      return {
        participants: reaching(call.participants),
        ...(event.type === 'carrier_switched'
          ? { carrier: event.carrier, failReason: 'nothing', failDetails: null }
          : {}),
      };
    case 'legs_bridged':
      return { connectedAt: call.connectedAt ?? now, participants: bridged(call.participants, now) };
    case 'leg_failed':
      return {
        carriersTried: [...call.carriersTried, call.carrier],
        failReason: event.reason,
        failDetails: event.details,
      };
    case 'leg_refused':
      return { failReason: event.reason, failDetails: event.details };
    case 'held':
      return { heldSince: now };
    case 'resumed':
      return offHold(call, now);
    case 'transfer_started':
      return transferring(call, event, now);
    case 'transfer_completed':
      return transferred(call, event.agentId, now);
    case 'transfer_failed':
      return {
        offer: null,
        transfers: closeTransfer(call.transfers, { status: 'failed', failReason: event.reason }),
      };
    case 'agent_left':
      return relieved(call, event.agentId, now);
    case 'third_party_dialled':
    case 'third_party_answered':
    case 'third_party_left':
      return thirdPartyMoved({ ...call, ...(takesOver(call, event) ? offHold(call, now) : {}) }, event, now);
    case 'deflected':
      return deflectedTo(call, event, now);
    case 'voicemail_started':
      return {
        ...deflectedTo(call, event, now),
        voicemailReason: event.reason,
        participants: bridged(call.participants, now),
      };
    case 'hung_up':
      return { offer: null, disconnectedBy: disconnectedBy(event.by) };
    case 'media_failed':
      return { offer: null, failReason: event.reason };
    case 'voicemail_left':
      return { disconnectedBy: disconnectedBy(event.by) };
    case 'voicemail_opened':
      return call.recording?.status === 'stored' ? { recording: { ...call.recording, played: true } } : {};
    case 'transfer_expired':
      return { offer: null, failReason: 'transfer_expired' };
    case 'carriers_exhausted':
    case 'callback_finished':
      return {};
    default:
      return event satisfies never;
  }
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

/** One more group is rung. Those who ring already go on, as long as the new group has. */
function groupJoined(call: Call, group: string, now: Date): Partial<Call> {
  const until = new Date(now.getTime() + call.offerSeconds * 1000);
  return {
    castings: [...call.castings, { at: now, group }],
    groupsAhead: call.groupsAhead.slice(1),
    // From here on they all ring for a whole time.
    offer: call.offer === null ? null : { agentIds: call.offer.agentIds, at: call.offer.at, until },
  };
}

/** An agent who had the call lets go of it: it waits again, where it stood. */
function givenBack(call: Call, agentId: number, now: Date): Partial<Call> {
  return {
    agentId: null,
    assignedAt: null,
    passedBy: [...call.passedBy, agentId],
    participants: agentLeft(call.participants, agentId, now, 'ag_canceled'),
  };
}

/** Agents who are no longer rung for the call. With nobody left the offer stands empty until its time is up. */
function passed(call: Call, agentIds: readonly number[]): Partial<Call> {
  const still = (call.offer?.agentIds ?? []).filter((id) => !agentIds.includes(id));
  return {
    offer: call.offer === null ? null : { ...call.offer, agentIds: still },
    passedBy: [...call.passedBy.filter((id) => !agentIds.includes(id)), ...agentIds],
  };
}

/** Sent elsewhere: out of the queue if the call was in one, by the menu just chosen if it stood in the menus. */
function deflectedTo(
  call: Call,
  event: Extract<Movement, { type: 'deflected' | 'voicemail_started' }>,
  now: Date,
): Pick<Call, 'menuId' | 'deflection' | 'offer' | 'deflections'> {
  const { deflection } = event;
  const menuId = event.menuId ?? call.menuId;
  const entry = { id: 0, deflection, transferId: null, fromMenuId: menuId, at: now };
  return { menuId, deflection, offer: null, deflections: [...call.deflections, entry] };
}

/** Nobody hung up a call that the engine itself ended. */
function disconnectedBy(by: HungUpBy): string {
  return `disconnected_by_${by === 'system' ? 'unknown' : by}`;
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
      failReason: event.type === 'transfer_expired' ? 'transfer_expired' : 'eu_canceled',
    }),
    participants: settled.participants.map((each) => left(each, now, absenceReason(failReason, call, event))),
  };
}

/** Why who had not got through by the end never did. A caller who was sent elsewhere has not failed at anything. */
function absenceReason(failReason: FailReason, call: Call, event: Movement): FailReason {
  if (failReason !== 'nothing' || call.state !== 'finished') return failReason;
  return event.type === 'hung_up' && event.by === 'agent' ? 'ag_canceled' : 'eu_canceled';
}

/** Why a call that nobody named a reason for has failed, by where it was and who hung up. */
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
