/**
 * What each event changes in a call besides its state, as one table. Pure; whether the event may happen at all is
 * decided before.
 */
import type { Call } from './call.ts';
import type { Movement } from './event.ts';
import { relieved, transferred, transferring } from './hand-over.ts';
import { offHold } from './hold.ts';
import { isDirect, joinQueue, rung } from './offer.ts';
import { agentLeft, bridged, reaching, waiting } from './participant.ts';
import type { HungUpBy } from './reason.ts';
import { takesOver, thirdPartyMoved } from './third-party.ts';
import { closeTransfer } from './transfer.ts';

/** How late a scheduled call may come due and still count as on time. Milliseconds. */
const SCHEDULE_TOLERANCE_MS = 60_000;

type Of<E extends Movement['type']> = Extract<Movement, { readonly type: E }>;
type Effect<E extends Movement['type']> = (call: Call, event: Of<E>, now: Date) => Partial<Call>;

/** Event -> what it changes. */
const EFFECTS: { readonly [E in Movement['type']]: Effect<E> } = {
  came_due: cameDue,
  rescheduled: (_call, { at, menuId }) => ({ scheduledAt: at, menuId }),
  menu_selected: (call, { menuId, plan }, now) => ({ menuId, queuedAt: call.queuedAt ?? now, ...joinQueue(plan, now) }),
  overflowed: (_call, { menuId, plan }, now) => ({ menuId, ...joinQueue(plan, now) }),
  queue_unstaffed: (_call, _event, now) => ({ unstaffedSince: now }),
  queue_staffed: () => ({ unstaffedSince: null }),
  group_cast: (call, { group }, now) => groupJoined(call, group, now),
  agents_rung: agentsRung,
  offer_declined: (call, { agentId }, now) =>
    call.offer === null ? givenBack(call, agentId, now) : passed(call, [agentId]),
  offer_missed: (call, { agentIds }) => ({ ...passed(call, agentIds), offer: null }),
  agent_assigned: agentAssigned,
  leg_ringing: (call) => ({ participants: reaching(call.participants) }),
  carrier_switched: (call, { carrier }) => ({
    participants: reaching(call.participants),
    carrier,
    failReason: 'nothing',
    failDetails: null,
  }),
  legs_bridged: (call, _event, now) => ({
    connectedAt: call.connectedAt ?? now,
    participants: bridged(call.participants, now),
  }),
  leg_failed: (call, { reason, details }) => ({
    carriersTried: [...call.carriersTried, call.carrier],
    failReason: reason,
    failDetails: details,
  }),
  leg_refused: (_call, { reason, details }) => ({ failReason: reason, failDetails: details }),
  held: (_call, _event, now) => ({ heldSince: now }),
  resumed: (call, _event, now) => offHold(call, now),
  transfer_started: transferring,
  transfer_completed: (call, { agentId }, now) => transferred(call, agentId, now),
  transfer_failed: (call, { reason }) => ({
    offer: null,
    transfers: closeTransfer(call.transfers, { status: 'failed', failReason: reason }),
  }),
  transfer_expired: () => ({ offer: null, failReason: 'transfer_expired' }),
  agent_left: (call, { agentId }, now) => relieved(call, agentId, now),
  third_party_dialled: dialled,
  third_party_answered: dialled,
  third_party_left: dialled,
  deflected: deflectedTo,
  voicemail_started: (call, event, now) => ({
    ...deflectedTo(call, event, now),
    voicemailReason: event.reason,
    participants: bridged(call.participants, now),
  }),
  hung_up: (_call, { by }) => ({ offer: null, disconnectedBy: disconnectedBy(by) }),
  media_failed: (_call, { reason }) => ({ offer: null, failReason: reason }),
  voicemail_left: (_call, { by }) => ({ disconnectedBy: disconnectedBy(by) }),
  voicemail_opened: ({ recording }) =>
    recording?.status === 'stored' ? { recording: { ...recording, played: true } } : {},
  carriers_exhausted: () => ({}),
  callback_finished: () => ({}),
};

/** What the event changes at the instant. */
export function effectOf(call: Call, event: Movement, now: Date): Partial<Call> {
  // The row of an event takes that event: the table's type says so for each, and not for all at once.
  const effect = EFFECTS[event.type] as (call: Call, event: Movement, now: Date) => Partial<Call>;
  return effect(call, event, now);
}

function cameDue(call: Call, { plan, menuId, carrier }: Of<'came_due'>, now: Date): Partial<Call> {
  // What was asked for a moment ahead may have been stored after that moment.
  const queuedAt = later(call.scheduledAt ?? now, call.createdAt);
  // A punctual call rings from the very time it was scheduled for, a late one (the server was down) from now.
  const isLate = now.getTime() - queuedAt.getTime() > SCHEDULE_TOLERANCE_MS;
  const joined = joinQueue(plan, isLate ? now : queuedAt);
  return { menuId: menuId ?? call.menuId, carrier: carrier ?? call.carrier, queuedAt, ...joined };
}

function agentsRung(call: Call, { agentIds, until }: Of<'agents_rung'>, now: Date): Partial<Call> {
  const offer = rung(call.offer, agentIds, now, until, call.offerSeconds);
  // Where no one else was free it goes round once more, and all who come back may be rung with them.
  const goesRound = call.offer === null && agentIds.some((id) => call.passedBy.includes(id));
  return goesRound ? { offer, passedBy: [] } : { offer };
}

function agentAssigned(call: Call, { agentId }: Of<'agent_assigned'>, now: Date): Partial<Call> {
  const participant = agentId === null ? waiting('virtual_agent') : waiting('agent', agentId);
  return {
    agentId,
    assignedAt: now,
    offer: null,
    unstaffedSince: null,
    participants: [...call.participants, participant],
  };
}

function dialled(
  call: Call,
  event: Of<'third_party_dialled' | 'third_party_answered' | 'third_party_left'>,
  now: Date,
): Partial<Call> {
  return thirdPartyMoved({ ...call, ...(takesOver(call, event) ? offHold(call, now) : {}) }, event, now);
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

/** One more group is rung. Those who ring already continue, as long as the new group has. */
function groupJoined(call: Call, group: string, now: Date): Partial<Call> {
  const until = new Date(now.getTime() + call.offerSeconds * 1000);
  return {
    castings: [...call.castings, { at: now, group }],
    groupsAhead: call.groupsAhead.slice(1),
    // From here on they all ring for a whole time.
    offer: call.offer === null ? null : { agentIds: call.offer.agentIds, at: call.offer.at, until },
  };
}

/** An agent who had the call releases it: it waits again, where it stood. */
function givenBack(call: Call, agentId: number, now: Date): Partial<Call> {
  return {
    // A call for one agent alone stays theirs.
    agentId: isDirect(call) ? call.agentId : null,
    assignedAt: null,
    passedBy: [...call.passedBy, agentId],
    participants: agentLeft(call.participants, agentId, now, 'ag_canceled'),
  };
}

/** Agents who are no longer rung for the call. With no one left the offer stands empty until its time is up. */
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
): Partial<Call> {
  const { deflection } = event;
  const menuId = event.menuId ?? call.menuId;
  const entry = { id: 0, deflection, transferId: null, fromMenuId: menuId, at: now };
  const sent = { menuId, deflection, offer: null, deflections: [...call.deflections, entry] };
  if (call.state !== 'connected') return sent;
  // They were left waiting: no one took the hand-over.
  const transfers = closeTransfer(call.transfers, { status: 'failed', failReason: 'transfer_expired' });
  return { ...sent, ...offHold(call, now), transfers };
}

/** No one hung up a call that the engine itself ended. */
function disconnectedBy(by: HungUpBy): string {
  return `disconnected_by_${by === 'system' ? 'unknown' : by}`;
}
