/** Which agents talk, and when they last left a talk. Neither is a status that they take. */
import { lruOf } from '#http/lru.ts';
import type { EngineDoor } from '#engine/engine.ts';

/** Agents whose last talk is kept in mind. */
const MAX_REMEMBERED = 10_000;

/** Since when the agents of the workspace talk who do. */
export function talksOf({ live }: Pick<EngineDoor, 'live'>, workspaceId: number): ReadonlyMap<number, Date> {
  const talks = new Map<number, Date>();
  for (const { participants } of live.openCalls(workspaceId))
    for (const { agentId, status, connectedAt } of participants)
      if (agentId !== null && status === 'connected' && connectedAt !== null) talks.set(agentId, connectedAt);
  return talks;
}

/**
 * When agents last left a talk, as far as this process has seen it. Without this, one who has talked would seem to have
 * been what they are since before the talk.
 */
export function createTalkEnds({
  onTransition,
}: Pick<EngineDoor, 'onTransition'>): (agentId: number) => Date | undefined {
  const ends = lruOf<number, Date>(MAX_REMEMBERED);
  onTransition(({ call }) => {
    for (const { agentId, connectedAt, endedAt } of call.participants)
      if (agentId !== null && connectedAt !== null && endedAt !== null && endedAt > (ends.get(agentId) ?? connectedAt))
        ends.set(agentId, endedAt);
  });
  return (agentId) => ends.get(agentId);
}
