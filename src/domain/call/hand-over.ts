/**
 * Handing a call from agent to agent: it begins, someone takes it, those before leave. The call stays connected
 * meanwhile.
 */
import type { Call } from './call.ts';
import type { Movement } from './event.ts';
import { offHold } from './hold.ts';
import { joinQueue } from './offer.ts';
import { agentLeft, bridged, left, presentAgents, thirdParty, waiting } from './participant.ts';
import { closeTransfer, openTransfer } from './transfer.ts';

/** A hand-over begins. With a cold one the agent who leads the call leaves it. */
export function transferring(
  call: Call,
  event: Extract<Movement, { type: 'transfer_started' }>,
  now: Date,
): Partial<Call> {
  const transfer = {
    ...event.to,
    id: 0,
    status: 'transferring',
    failReason: 'nothing',
    createdAt: now,
    fromAgentId: call.agentId,
    fromMenuId: call.menuId,
    toAgentId: null,
  } as const;
  const joined = joinQueue(event.plan, now);
  return {
    ...joined,
    priority: event.priority ?? call.priority,
    castings: [...call.castings, ...joined.castings],
    transfers: [...call.transfers, transfer],
    participants:
      event.to.mode === 'cold' ? agentLeft(call.participants, call.agentId, now, 'nothing') : call.participants,
  };
}

/**
 * The hand-over is done: the new agent leads. After a warm one those before introduce them and leave when they hang up.
 */
export function transferred(call: Call, agentId: number, now: Date): Partial<Call> {
  const transfer = openTransfer(call.transfers);
  const staying =
    transfer?.mode === 'warm'
      ? call.participants
      : call.participants.map((each) => (each.kind === 'agent' ? left(each, now, 'nothing') : each));
  return {
    ...offHold(call, now),
    agentId,
    menuId: transfer?.menuId ?? call.menuId,
    offer: null,
    transfers: closeTransfer(call.transfers, { status: 'transferred', toAgentId: agentId }),
    participants: bridged([...staying, waiting('agent', agentId)], now),
  };
}

/** An agent leaves the caller to the others. Where no agent is left, no one could take the caller off hold any more. */
export function relieved(call: Call, agentId: number, now: Date): Partial<Call> {
  const [next] = presentAgents(call.participants).filter((each) => each !== agentId);
  const settled = next === undefined ? { ...call, ...offHold(call, now) } : call;
  const { heldSince, holdSeconds } = settled;
  return {
    heldSince,
    holdSeconds,
    agentId: call.agentId === agentId ? (next ?? agentId) : call.agentId,
    participants: agentLeft(settled.participants, agentId, now, 'nothing'),
  };
}

/**
 * Whether the caller waits for someone to take over, with no agent and no third party there: cold hand-overs, and
 * agents who vanished.
 */
export function isLeftWaiting(call: Pick<Call, 'transfers' | 'participants'>): boolean {
  return (
    openTransfer(call.transfers) !== undefined &&
    presentAgents(call.participants).length === 0 &&
    thirdParty(call.participants) === undefined
  );
}
