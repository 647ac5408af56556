/** What is for this agent in the world, in the order in which it is shown. Pure. */
import { isLive } from '#domain/call/state.ts';
import type { CallView, ChoiceView, ConversationView } from '#realtime/agent/protocol.ts';
import { isOfferedTo, stateOf } from './world.ts';
import type { World } from './world.ts';

/** Calls that ring for me, the first to end first. */
export function offers({ calls, me }: World): readonly CallView[] {
  return [...calls.values()]
    .filter((call) => isOfferedTo(call, me.id))
    .toSorted((a, b) => (a.offer?.until ?? '').localeCompare(b.offer?.until ?? ''));
}

/** Calls that I am in: who is talked to first, then those on hold. */
export function activeCalls({ calls, me }: World): readonly CallView[] {
  return [...calls.values()]
    .filter((call) => isLive(stateOf(call)) && call.agentIds.includes(me.id))
    .toSorted((a, b) => Number(a.isHeld) - Number(b.isHeld) || a.id - b.id);
}

/** The call whose work is being finished; null when there is none, or when it is not known here. */
export function wrapUpCall({ me, calls, leftCallId }: World): CallView | null {
  if (me.status !== 'wrap_up' && me.wrapUp === null) return null;
  return calls.get(leftCallId ?? me.wrapUp?.callId ?? 0) ?? null;
}

/** Messages that no one has listened to, the newest first. */
export function voicemails({ calls }: World): readonly CallView[] {
  return [...calls.values()].filter((call) => call.state === 'voicemail_received').toSorted((a, b) => b.id - a.id);
}

/** Calls wished for later, the next first. */
export function scheduled({ calls }: World): readonly CallView[] {
  return [...calls.values()]
    .filter((call) => call.state === 'scheduled')
    .toSorted((a, b) => (a.scheduledAt ?? '').localeCompare(b.scheduledAt ?? ''));
}

/** Outbound calls that wait for me to choose a number. */
export function choices(world: World): readonly ChoiceView[] {
  return [...world.choices.values()].toSorted((a, b) => a.id - b.id);
}

/** Conversations, those unread first, then the latest. */
export function conversations(world: World): readonly ConversationView[] {
  const latest = (each: ConversationView): string => each.messages.at(-1)?.at ?? '';
  return [...world.conversations.values()].toSorted(
    (a, b) => Number(b.isUnread) - Number(a.isUnread) || latest(b).localeCompare(latest(a)),
  );
}

/** My calls that have ended, the newest first. */
export function endedCalls({ calls, me }: World): readonly CallView[] {
  return [...calls.values()]
    .filter((call) => call.agentId === me.id && !isLive(stateOf(call)) && !call.state.startsWith('voicemail_'))
    .toSorted((a, b) => b.id - a.id);
}

/** All calls in progress in the workspace, without those for later: the longest first. */
export function callsInProgress({ calls }: World): readonly CallView[] {
  return [...calls.values()]
    .filter((call) => isLive(stateOf(call)) && call.state !== 'scheduled')
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
}
