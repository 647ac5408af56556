/**
 * What happens next in a simulated call, and when: read off the call alone, so that a restart continues where the story
 * stood. Pure. Delays are in the story's own time; the carrier divides them by its speed.
 */
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { Resolution } from '#domain/call/external-call.ts';
import { legOutcome } from '#domain/call/failover.ts';
import { sentAway } from '#domain/call/deflection.ts';
import { isPresent, presentAgents, thirdParty } from '#domain/call/participant.ts';
import type { FailReason } from '#domain/call/reason.ts';
import { DEFLECTION_WORDS } from '#domain/call/reason.ts';
import { openTransfer } from '#domain/call/transfer.ts';
import type { Dialogue } from './dialogue.ts';
import { dialogueFor } from './dialogue.ts';
import type { Behaviour } from './magic-numbers.ts';
import { behaviourOf } from './magic-numbers.ts';
import { isSimulated } from './names.ts';
import { estimateSeconds } from './track.ts';

/** Something the far end or the simulated agent does. */
export type Act =
  | { readonly do: 'report'; readonly event: CallEvent }
  | { readonly do: 'answer'; readonly agentId: number }
  | { readonly do: 'choose_menu' };

/** An act and how long after `since` it comes, in milliseconds of the story. */
export type Next = { readonly since: Date; readonly after: number; readonly act: Act };

/** The agents played here. */
export type Simulated = Pick<ReadonlySet<number>, 'has'>;

const SECOND = 1000;

/**
 * How far the talk has come: since when it continues without a break, and the seconds of the story that were said
 * before.
 */
export type Talk = { readonly since: Date; readonly said: number };

/**
 * What comes next; null when the call waits for someone else, or has ended. `talk` is null where no one talks at
 * present. `script`: what is said; null where it is what `scriptFor` tells.
 */
export function nextAct(
  call: Call,
  simulated: Simulated,
  talk: Talk | null,
  script: Dialogue | null = null,
): Next | null {
  const answer = answering(call, simulated);
  if (!isSimulated(call.carrier)) return ofOthers(call, simulated, answer, talk);
  switch (call.state) {
    case 'selecting':
      return { since: call.createdAt, after: 2 * SECOND, act: { do: 'choose_menu' } };
    case 'queued':
      return call.origin === 'fin' ? finPicksUp(call) : (impatience(call) ?? answer);
    case 'assigned':
      return assigned(call, simulated);
    case 'connecting':
      return connecting(call, behaviourOf(call.contactNumber));
    case 'connected':
      return thirdPartyActs(call) ?? answer ?? leaving(call, simulated) ?? goodbye(call, simulated, talk, { script });
    case 'voicemail':
      return leavesMessage(call);
    default:
      return null;
  }
}

/** In a call that another carrier has, the simulated agent and anyone who is dialed into it are still played here. */
function ofOthers(call: Call, simulated: Simulated, answer: Next | null, talk: Talk | null): Next | null {
  if (call.state === 'queued') return answer;
  if (call.state !== 'connected') return null;
  const talks = call.participants.some(
    (each) => each.agentId !== null && simulated.has(each.agentId) && isPresent(each),
  );
  return (
    thirdPartyActs(call) ??
    answer ??
    leaving(call, simulated) ??
    (talks ? goodbye(call, simulated, talk, { who: 'agent' }) : null)
  );
}

/** Someone who was dialed into the call answers or not, talks, and leaves. They have a story like any number. */
function thirdPartyActs(call: Call): Next | null {
  const party = thirdParty(call.participants);
  if (party === undefined || !isPlayed(party.dialled?.carrier)) return null;
  const since = call.updatedAt;
  if (party.connectedAt !== null) {
    const isAlone = !call.participants.some((each) => each.kind === 'agent' && isPresent(each));
    const event: CallEvent = isAlone
      ? { type: 'hung_up', by: 'end_user' }
      : { type: 'third_party_left', reason: 'nothing' };
    return { since: party.connectedAt, after: THIRD_PARTY_SECONDS * SECOND, act: report(event) };
  }
  const refusal = THIRD_PARTY_REFUSAL[behaviourOf(party.dialled?.number ?? null)];
  return refusal === undefined
    ? { since, after: 3 * SECOND, act: report({ type: 'third_party_answered' }) }
    : { since, after: 2 * SECOND, act: report({ type: 'third_party_left', reason: refusal }) };
}

/** Whether someone who was dialed is played here: no one else dialed them. */
function isPlayed(carrier: string | undefined): boolean {
  return carrier === undefined || isSimulated(carrier);
}

/** How long someone who was dialed into a call stays. */
const THIRD_PARTY_SECONDS = 30;

const THIRD_PARTY_REFUSAL: Partial<Record<Behaviour, FailReason>> = {
  busy: 'eu_busy',
  no_answer: 'eu_no_answer',
  wrong_number: 'eu_wrong_number',
  all_carriers_fail: 'voip_conn_signal',
};

/** The words of a call: its conversation, its voicemail, or what Fin and the caller say. */
export function scriptFor(call: Call): Dialogue {
  const kind = call.voicemailReason !== 'not_voicemail' ? 'voicemail' : call.origin === 'fin' ? 'fin' : 'conversation';
  return dialogueFor({
    callId: call.id,
    direction: call.direction,
    kind,
    lang: call.lang,
    ...(kind === 'fin' ? { resolution: resolutionOf(call) } : {}),
  });
}

/** How Fin's work on the call ends. */
export function resolutionOf(call: Call): Resolution {
  return RESOLUTION[behaviourOf(call.contactNumber)] ?? 'assumed_resolution';
}

const RESOLUTION: Partial<Record<Behaviour, Resolution>> = {
  fin_escalates: 'escalated',
  fin_confirmed: 'confirmed_resolution',
  fin_negative: 'negative_feedback',
  fin_procedure: 'procedure_handoff',
};

function report(event: CallEvent): Act {
  return { do: 'report', event };
}

/** How long the call's words take, in seconds. */
function spoken(call: Call, script: Dialogue | null = null): number {
  const { turns, beep } = script ?? scriptFor(call);
  return estimateSeconds(turns, { beep });
}

function finPicksUp(call: Call): Next {
  return { since: call.createdAt, after: SECOND, act: report({ type: 'agent_assigned', agentId: null }) };
}

/** Callers who do not wait for an agent. */
function impatience(call: Call): Next | null {
  const since = call.castings[0]?.at ?? call.queuedAt ?? call.createdAt;
  switch (behaviourOf(call.contactNumber)) {
    case 'abandons':
      return { since, after: SECOND, act: report({ type: 'hung_up', by: 'end_user' }) };
    case 'leaves_voicemail':
      return {
        since,
        after: SECOND,
        act: report(sentAway(DEFLECTION_WORDS.overCapacityVoicemail)),
      };
    default:
      return null;
  }
}

/** A simulated agent picks up what they are rung for. */
function answering(call: Call, simulated: Simulated): Next | null {
  const agentId = call.offer?.agentIds.find((id) => simulated.has(id));
  if (call.offer === null || agentId === undefined) return null;
  return { since: call.offer.at, after: 2 * SECOND, act: { do: 'answer', agentId } };
}

/** The agent has the call: a caller who is on the line is put through, anyone else is dialed. */
function assigned(call: Call, simulated: Simulated): Next | null {
  const since = call.assignedAt ?? call.updatedAt;
  // A person's own device must say that it is ready.
  if (call.agentId !== null && !simulated.has(call.agentId)) return null;
  return { since, after: SECOND, act: report({ type: 'leg_ringing' }) };
}

function connecting(call: Call, behaviour: Behaviour): Next {
  const since = call.updatedAt;
  const callerWaits = call.origin === 'phone' || call.origin === 'web' || call.origin === 'fin';
  const bridged: Next = { since, after: (callerWaits ? 1 : 3) * SECOND, act: report({ type: 'legs_bridged' }) };
  if (callerWaits) return bridged;
  switch (behaviour) {
    case 'busy':
      return { since, after: 2 * SECOND, act: report(legOutcome(486)) };
    case 'no_answer':
      return { since, after: 20 * SECOND, act: report(legOutcome(480)) };
    case 'wrong_number':
      return { since, after: SECOND, act: report(legOutcome(404)) };
    case 'first_carrier_fails':
      return call.carriersTried.length > 0 ? bridged : { since, after: SECOND, act: report(legOutcome(503)) };
    case 'all_carriers_fail':
      return { since, after: SECOND, act: report(legOutcome(503)) };
    default:
      return bridged;
  }
}

/** A simulated agent whose call was taken over introduces the other one, and leaves. */
function leaving(call: Call, simulated: Simulated): Next | null {
  const since = leadSince(call);
  const former = presentAgents(call.participants).find((id) => id !== call.agentId && simulated.has(id));
  if (since === null || former === undefined || call.heldSince !== null) return null;
  return { since, after: INTRODUCTION_SECONDS * SECOND, act: report({ type: 'agent_left', agentId: former }) };
}

const INTRODUCTION_SECONDS = 5;

/** Since when the agent who leads the call talks in it. */
function leadSince(call: Call): Date | null {
  return call.participants.find((each) => each.agentId === call.agentId && isPresent(each))?.connectedAt ?? null;
}

/**
 * Someone hangs up when everything is said. No one does while the caller is on hold, being handed over or introduced.
 */
function goodbye(
  call: Call,
  simulated: Simulated,
  talk: Talk | null,
  { who, script = null }: { readonly who?: 'agent'; readonly script?: Dialogue | null },
): Next | null {
  if (talk === null || call.heldSince !== null || openTransfer(call.transfers) !== undefined) return null;
  if (presentAgents(call.participants).length > 1) return null;
  if (call.agentId !== null && !simulated.has(call.agentId)) return null; // A person hangs up themselves.
  if (behaviourOf(call.contactNumber) === 'drops')
    return { since: call.connectedAt ?? talk.since, after: 300, act: report({ type: 'hung_up', by: 'end_user' }) };
  const by =
    who ?? (call.origin === 'fin' && resolutionOf(call) !== 'assumed_resolution' ? 'virtual_agent' : 'end_user');
  const left = Math.max(0, spoken(call, script) - talk.said);
  return { since: talk.since, after: left * SECOND, act: report({ type: 'hung_up', by }) };
}

/** A caller who was sent to voicemail speaks after the beep and hangs up. */
function leavesMessage(call: Call): Next {
  const since = call.deflections.at(-1)?.at ?? call.updatedAt;
  return { since, after: spoken(call) * SECOND, act: report({ type: 'voicemail_left', by: 'end_user' }) };
}
