/** What an agent at a page does with the calls he is in: only those, and only while he is in them. */
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { planOf } from '#domain/call/offer.ts';
import { isPresent, isRelieved, presentAgents, thirdParty } from '#domain/call/participant.ts';
import type { HungUpBy } from '#domain/call/reason.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import { openTransfer } from '#domain/call/transfer.ts';
import type { Deps } from '../core/deps.ts';
import type { Decision } from '../core/transitions.ts';

/** Whether the agent takes part in the call. */
function isIn(call: Call, agentId: number): boolean {
  return call.participants.some((each) => each.agentId === agentId && isPresent(each));
}

/** Carries the event out for an agent who is in the call. Refused: a call that he is not in. */
export async function leadCall(
  deps: Deps,
  workspaceId: number,
  callId: number,
  agentId: number,
  event: Decision,
): Promise<Outcome<Call>> {
  let isHis = false;
  const outcome = await deps.mover.happened(
    callId,
    (call, now) => {
      isHis = isIn(call, agentId);
      if (!isHis) return null;
      return typeof event === 'function' ? event(call, now) : event;
    },
    workspaceId,
  );
  if (!outcome.ok || isHis) return outcome;
  const type = typeof event === 'function' ? 'hung_up' : event.type;
  return refused({ code: 'event_not_allowed', state: outcome.value.state, event: type });
}

/** The agent hangs up: he leaves the caller to whoever else talks with him, and ends the call where nobody does. */
export async function hangUp(deps: Deps, workspaceId: number, callId: number, agentId: number): Promise<Outcome<Call>> {
  return leadCall(deps, workspaceId, callId, agentId, (call) =>
    call.state === 'connected' && isRelieved(call.participants, agentId)
      ? { type: 'agent_left', agentId }
      : { type: 'hung_up', by: 'agent' },
  );
}

/**
 * Somebody hangs up, by whichever door that was said. An agent, the one who leads the call unless another is named, leaves the caller to
 * whoever else talks with them; anyone else ends the call. Refused: an agent who is not in the call.
 */
export async function hangUpCall(
  deps: Deps,
  workspaceId: number,
  callId: number,
  by: HungUpBy,
  agentId: number | null,
): Promise<Outcome<Call>> {
  if (by === 'agent' && agentId !== null) return hangUp(deps, workspaceId, callId, agentId);
  return deps.mover.happened(
    callId,
    (call) => {
      const leaver = by === 'agent' ? call.agentId : null;
      return leaver !== null && call.state === 'connected' && isRelieved(call.participants, leaver)
        ? { type: 'agent_left', agentId: leaver }
        : { type: 'hung_up', by };
    },
    workspaceId,
  );
}

/** The agent does not take what rings for them. */
export async function declineCall(
  deps: Deps,
  workspaceId: number,
  callId: number,
  agentId: number,
): Promise<Outcome<Call>> {
  return deps.mover.happened(callId, { type: 'offer_declined', agentId }, workspaceId);
}

/** Pauses the recording of a call, or goes on; what is said meanwhile is silence in it. */
export async function pauseRecording(
  deps: Deps,
  workspaceId: number,
  callId: number,
  agentId: number,
  isPaused: boolean,
): Promise<Outcome<Call>> {
  return leadCall(deps, workspaceId, callId, agentId, (call, now) => {
    if (call.recording?.status !== 'pending') return null;
    const seconds = (now.getTime() - call.recording.createdAt.getTime()) / 1000;
    return { type: isPaused ? 'recording_paused' : 'recording_resumed', seconds: Math.round(seconds * 10) / 10 };
  });
}

/**
 * The agent has vanished: what rings for him is declined. What he was in is left to whoever else is there or has been asked for; with
 * nobody it goes to the front of its queue, or ends if it has none.
 */
export async function takeLeave(deps: Deps, workspaceId: number, agentId: number): Promise<void> {
  const directory = await deps.store.directory.load(workspaceId);
  const open = [...deps.mover.open()].filter((call) => call.workspaceId === workspaceId);
  await Promise.all(
    open.map(async (call) => {
      await deps.mover.happened(call.id, (now) => undialled(now, agentId), workspaceId);
      await deps.mover.happened(call.id, (now) => without(now, agentId, directory), workspaceId);
    }),
  );
}

/** Nobody is dialled any more for an agent who is not there to talk with him. */
function undialled(call: Call, agentId: number): CallEvent | null {
  const party = thirdParty(call.participants);
  const isAlone = isIn(call, agentId) && presentAgents(call.participants).length === 1;
  return isAlone && party !== undefined && party.connectedAt === null && party.dialled?.isHandOver === false
    ? { type: 'third_party_left', reason: 'ag_canceled' }
    : null;
}

function without(call: Call, agentId: number, directory: Directory): CallEvent | null {
  if (call.offer?.agentIds.includes(agentId) === true) return { type: 'offer_declined', agentId };
  if (!isIn(call, agentId)) return null;
  if (call.state === 'assigned' || call.state === 'connecting')
    return call.queuedAt === null
      ? { type: 'hung_up', by: 'agent', reason: 'ag_canceled' }
      : { type: 'offer_declined', agentId };
  if (call.state !== 'connected') return null;
  if (openTransfer(call.transfers) !== undefined || isRelieved(call.participants, agentId))
    return { type: 'agent_left', agentId };
  if (thirdParty(call.participants) !== undefined) return null; // He takes the call over when he answers.
  const menu = directory.menus.get(call.menuId ?? 0);
  return menu === undefined || menu.deleted
    ? { type: 'hung_up', by: 'system' }
    : {
        type: 'transfer_started',
        to: { agentId: null, menuId: menu.id, mode: 'cold' },
        plan: planOf(menu),
        priority: call.priority + 1,
      };
}
