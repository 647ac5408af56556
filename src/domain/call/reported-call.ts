/** Calls made elsewhere and reported to us (vcita). The reporter drives them; the engine never routes them. */
import type { Report } from './report.ts';
import type { E164 } from '../directory/phone-number.ts';
import { readPhoneNumber } from '../directory/phone-number.ts';
import { isWithheld } from '../directory/withheld-number.ts';
import type { Call } from './call.ts';
import type { Participant, ParticipantKind } from './participant.ts';
import { waiting } from './participant.ts';
import type { FailReason } from './reason.ts';
import type { CallState } from './state.ts';
import { isLive } from './state.ts';

/**
 * Whose number is whose: the caller's is the contact's when the call came in, the workspace's when it went out. A
 * withheld one is null.
 */
export function endsOf(
  { fromNumber, toNumber }: Pick<Report, 'fromNumber' | 'toNumber'>,
  direction: 'inbound' | 'outbound',
): { readonly contactNumber: E164 | null; readonly ownNumber: string } {
  const [far, near] = direction === 'inbound' ? [fromNumber, toNumber] : [toNumber, fromNumber];
  return { contactNumber: isWithheld(far) ? null : (readPhoneNumber(far) ?? far), ownNumber: near };
}

/**
 * When a missed call was followed up: now, if the later word names someone new for it or says that it is `recovered`;
 * never, once no one is named any more; else as it stood.
 */
export function handledAt(
  before: { readonly state: CallState; readonly report: Report },
  later: Partial<Report>,
  state: CallState,
  now: Date,
): Date | null {
  const { handledByStaffUid } = later;
  const isNewlyHandled = state === 'recovered' && before.state !== 'recovered';
  const isSomebodyNew = typeof handledByStaffUid === 'string' && handledByStaffUid !== before.report.handledByStaffUid;
  if (isNewlyHandled || isSomebodyNew) return now;
  return handledByStaffUid === null ? null : before.report.handledAt;
}

/** The states of a reported call in which its two ends have talked. */
const TALKED: readonly CallState[] = ['finished', 'action_only_finished'];

/** Whether the report says that the call was answered; only then its duration is one of talk. */
export function hasTalked(state: CallState): boolean {
  return TALKED.includes(state);
}

/** What stands in a call besides the report itself. */
export type ReportFacts = Pick<
  Call,
  'assignedAt' | 'connectedAt' | 'endsAt' | 'failReason' | 'voicemailReason' | 'participants'
>;

/** What the facts are read off: the report, and what an earlier one has left. */
export type Told = Pick<Call, 'state' | 'direction' | 'agentId'> & {
  readonly durationSeconds: number | null;
  readonly before: Pick<Call, 'connectedAt' | 'endsAt' | 'participants'> | null;
};

/**
 * The facts that every API tells of a call, as far as its reports say them: a report brings words and a duration and no
 * times. A call was answered, and ended, when that was first told; with a duration it has lasted so long since its
 * answer, or, told afterwards, until now. So answer, end and duration always agree. Of a call that is told afterwards
 * the answer may lie before `createdAt`, when it was first told.
 */
export function factsOf(told: Told, now: Date): ReportFacts {
  const times = timesOf(told, now);
  const failReason = told.state === 'failed' || told.state === 'recovered' ? MISSED_BECAUSE[told.direction] : 'nothing';
  return {
    ...times,
    assignedAt: told.state === 'finished' && told.agentId !== null ? times.connectedAt : null,
    failReason,
    voicemailReason: told.state === 'voicemail_received' ? 'missed' : 'not_voicemail',
    participants: participantsOf(told, times, failReason),
  };
}

/** No one of ours took an inbound call, no one of theirs an outbound one. */
const MISSED_BECAUSE = { inbound: 'ag_ignored', outbound: 'eu_no_answer' } as const satisfies Record<
  Call['direction'],
  FailReason
>;

function timesOf({ state, durationSeconds, before }: Told, now: Date): Pick<Call, 'connectedAt' | 'endsAt'> {
  if (isLive(state)) return { connectedAt: null, endsAt: null };
  const endedAt = before?.endsAt ?? now;
  if (!hasTalked(state)) return { connectedAt: null, endsAt: endedAt };
  const answeredAt = before?.connectedAt ?? endedAt;
  if (durationSeconds === null) return { connectedAt: answeredAt, endsAt: endedAt };
  const endsAt = Math.min(answeredAt.getTime() + durationSeconds * 1000, now.getTime());
  return { connectedAt: new Date(endsAt - durationSeconds * 1000), endsAt: new Date(endsAt) };
}

/**
 * Who was there: the staff member whom it concerned, unless a machine took the call, and the contact; who called comes
 * first.
 */
function participantsOf(
  told: Told,
  { connectedAt, endsAt }: Pick<Call, 'connectedAt' | 'endsAt'>,
  failReason: FailReason,
): readonly Participant[] {
  const { state, direction, agentId, before } = told;
  const isTaken = state === 'voicemail_received' || state === 'action_only_finished';
  const end = endsAt === null ? 'connecting' : failReason === 'nothing' ? 'finished' : 'failed';
  const each = (kind: ParticipantKind, agent: number | null): Participant => ({
    ...waiting(kind, agent),
    id: before?.participants.find((earlier) => earlier.kind === kind)?.id ?? 0,
    status: end,
    connectedAt,
    endedAt: endsAt,
    holdSeconds: connectedAt === null ? null : 0,
    failReason,
  });
  const staff = agentId === null || isTaken ? [] : [each('agent', agentId)];
  const contact = each('end_user', null);
  return direction === 'inbound' ? [contact, ...staff] : [...staff, contact];
}
