/** Who takes part in a call, from ringing to leaving. */
import type { E164 } from '../directory/phone-number.ts';
import type { FailReason } from './reason.ts';
import type { CallState } from './state.ts';

export const PARTICIPANT_KINDS = ['agent', 'end_user', 'virtual_agent', 'third_party'] as const;
export type ParticipantKind = (typeof PARTICIPANT_KINDS)[number];

/**
 * Source: seed 004 (`waiting`); CCAI session data (`connecting`, `connected`, `finished`). `failed` never got through.
 */
export const PARTICIPANT_STATUSES = ['waiting', 'connecting', 'connected', 'finished', 'failed'] as const;
export type ParticipantStatus = (typeof PARTICIPANT_STATUSES)[number];

/**
 * How long who has a page may be gone from it: a cut of the network for 20 s, and the time to notice and to come back.
 * Milliseconds.
 */
export const GRACE_MS = 25_000;

/** One end of a call. The `end_user` is the call's contact. */
export type Participant = {
  /** Given by the store; 0 until then. */
  readonly id: number;
  readonly kind: ParticipantKind;
  readonly status: ParticipantStatus;
  readonly agentId: number | null;
  readonly connectedAt: Date | null;
  readonly endedAt: Date | null;
  /** Whole and part seconds on hold; null until the participant was connected. */
  readonly holdSeconds: number | null;
  readonly failReason: FailReason;
  /**
   * Of a third party: the number dialed, whether the agents leave when they answer, and who dials. Absent for all
   * others.
   */
  readonly dialled?: { readonly number: E164; readonly isHandOver: boolean; readonly carrier?: string };
};

/** A participant who has just been asked in. */
export function waiting(kind: ParticipantKind, agentId: number | null = null): Participant {
  return {
    id: 0,
    kind,
    status: 'waiting',
    agentId,
    connectedAt: null,
    endedAt: null,
    holdSeconds: null,
    failReason: 'nothing',
  };
}

/** The third party who is in the call or being reached; there is never more than one. */
export function thirdParty(participants: readonly Participant[]): Participant | undefined {
  return participants.find((each) => each.kind === 'third_party' && isPresent(each));
}

/** Whether the participant has neither left nor failed. */
export function isPresent(participant: Participant): boolean {
  return participant.status !== 'finished' && participant.status !== 'failed';
}

/** The agents who are in the call or being asked in, in the order in which they came. */
export function presentAgents(participants: readonly Participant[]): readonly number[] {
  return participants.flatMap((each) => (each.agentId !== null && isPresent(each) ? [each.agentId] : []));
}

/** A call as far as its ends are concerned. */
type Ends = { readonly state: CallState; readonly participants: readonly Participant[] };

/**
 * Whether the agent is in the call: has it, is being connected, or talks, and has not left. The one meaning of "in the
 * call".
 */
export function isInCall({ participants }: Pick<Ends, 'participants'>, agentId: number): boolean {
  return presentAgents(participants).includes(agentId);
}

/** The agents who talk: those who are in a call that is connected, on hold or not. */
export function talkingAgents({ state, participants }: Ends): readonly number[] {
  return state === 'connected' ? presentAgents(participants) : [];
}

/** Whether the agent is one of them. */
export function isInTalk(call: Ends, agentId: number): boolean {
  return talkingAgents(call).includes(agentId);
}

/**
 * Whether the agent is in the call and someone else is there for the caller when they leave: another agent, or a third
 * party.
 */
export function isRelieved(participants: readonly Participant[], agentId: number): boolean {
  const agents = presentAgents(participants);
  return (
    agents.includes(agentId) &&
    (agents.some((each) => each !== agentId) || thirdParty(participants)?.status === 'connected')
  );
}

/** Everyone present who is not yet connected now is being reached. */
export function reaching(participants: readonly Participant[]): Participant[] {
  return participants.map((each) => (each.status === 'waiting' ? { ...each, status: 'connecting' } : each));
}

/** Everyone present now talks. */
export function bridged(participants: readonly Participant[], now: Date): Participant[] {
  return participants.map((each) =>
    isPresent(each) && each.connectedAt === null
      ? { ...each, status: 'connected', connectedAt: now, holdSeconds: 0 }
      : each,
  );
}

/**
 * The participant left: failed with the reason if they never got through, finished if they did or if nothing failed.
 */
export function left(participant: Participant, now: Date, reason: FailReason): Participant {
  if (!isPresent(participant)) return participant;
  const failReason = participant.connectedAt === null ? reason : 'nothing';
  return { ...participant, status: failReason === 'nothing' ? 'finished' : 'failed', endedAt: now, failReason };
}

/** The agent left; the others stay. */
export function agentLeft(
  all: readonly Participant[],
  agentId: number | null,
  now: Date,
  reason: FailReason,
): Participant[] {
  return all.map((each) => (each.agentId !== null && each.agentId === agentId ? left(each, now, reason) : each));
}

/** Adds time on hold to the contact's side, which is the one that waits. */
export function heldFor(all: readonly Participant[], seconds: number): Participant[] {
  return all.map((each) =>
    each.kind === 'end_user' && isPresent(each) ? { ...each, holdSeconds: (each.holdSeconds ?? 0) + seconds } : each,
  );
}
