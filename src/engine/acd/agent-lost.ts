/**
 * What becomes of the calls of an agent who has agentLost: their page and their sound are gone, and the grace is over.
 */
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { planOf } from '#domain/call/offer.ts';
import { isInCall, isRelieved, presentAgents, thirdParty } from '#domain/call/participant.ts';
import { openTransfer } from '#domain/call/transfer.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Deps } from '../core/deps.ts';

/**
 * The agent has agentLost: what rings for them is declined. What they were in is left to anyone else who is there or
 * has been asked for; with no one it goes to the front of its queue, or ends if it has none.
 */
export async function releaseAgent(
  deps: Pick<Deps, 'transitions' | 'store'>,
  workspaceId: number,
  agentId: number,
): Promise<void> {
  const directory = await deps.store.directory.load(workspaceId);
  const open = deps.transitions.open().filter((call) => call.workspaceId === workspaceId);
  await Promise.all(
    [...open].map(async (call) => {
      await deps.transitions.apply(call.id, (now) => abortPendingDial(now, agentId), workspaceId);
      await deps.transitions.apply(call.id, (now) => without(now, agentId, directory), workspaceId);
    }),
  );
}

/** No one is dialed any more for an agent who is not there to talk with them. */
function abortPendingDial(call: Call, agentId: number): CallEvent | null {
  const party = thirdParty(call.participants);
  const isAlone = isInCall(call, agentId) && presentAgents(call.participants).length === 1;
  return isAlone && party !== undefined && party.connectedAt === null && party.dialled?.isHandOver === false
    ? { type: 'third_party_left', reason: 'ag_canceled' }
    : null;
}

function without(call: Call, agentId: number, directory: Directory): CallEvent | null {
  if (call.offer?.agentIds.includes(agentId) === true) return { type: 'offer_declined', agentId };
  if (!isInCall(call, agentId)) return null;
  if (call.state === 'assigned' || call.state === 'connecting')
    return call.queuedAt === null
      ? { type: 'hung_up', by: 'agent', reason: 'ag_canceled' }
      : { type: 'offer_declined', agentId };
  if (call.state !== 'connected') return null;
  if (openTransfer(call.transfers) !== undefined || isRelieved(call.participants, agentId))
    return { type: 'agent_left', agentId };
  if (thirdParty(call.participants) !== undefined) return null; // They take the call over when they answer.
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
