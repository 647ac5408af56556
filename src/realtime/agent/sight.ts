/** What a workspace's pages see of calls and queues, with what does not stand in the call itself. */
import { LRUCache } from 'lru-cache';
import type { Agent } from '#domain/directory/agent.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { AgentView, CallView, QueueView } from './protocol.ts';
import type { AgentSound } from './sound.ts';
import type { CallDetails } from './write.ts';
import { writeAgent, writeCall, writeQueue } from './write.ts';

/** Calls whose details are kept in mind. */
const MAX_REMEMBERED = 2000;

export type Sight = {
  call(call: Call): Promise<CallView>;
  agent(agent: Agent, directory: Directory): AgentView;
  details(call: Call): Promise<CallDetails>;
  queues(): Promise<readonly QueueView[]>;
  /** The call's details have changed. */
  forget(callId: number): void;
};

/** Details that change seldom, and are told when they do. */
type Lasting = Omit<CallDetails, 'isCallerAway' | 'isCallerSilent' | 'brief'>;

export type SightParts = {
  readonly engine: EngineDoor;
  readonly sound: Pick<AgentSound, 'isCallerAway' | 'isCallerSilent'>;
};

/** Makes the sight of one workspace. */
export function createSight(workspaceId: number, { engine, sound }: SightParts): Sight {
  const known = new LRUCache<number, { readonly contactId: number | null; readonly details: Promise<Lasting> }>({
    max: MAX_REMEMBERED,
  });

  const read = async (call: Call): Promise<Lasting> => {
    const [contact, notes] = await Promise.all([
      call.contact === null ? null : engine.directory.contact(workspaceId, call.contact.id),
      engine.live.notesOf(workspaceId, call.id),
    ]);
    return { contactName: contact?.name ?? null, notes };
  };

  const lastingOf = async (call: Call): Promise<Lasting> => {
    const contactId = call.contact?.id ?? null;
    const held = known.get(call.id);
    if (held?.contactId === contactId) return held.details;
    const details = read(call);
    details.catch(() => known.delete(call.id));
    known.set(call.id, { contactId, details });
    return details;
  };

  const detailsOf = async (call: Call): Promise<CallDetails> => ({
    ...(await lastingOf(call)),
    isCallerAway: sound.isCallerAway(call),
    isCallerSilent: sound.isCallerSilent(call),
    brief: engine.live.briefOf(call),
  });

  return {
    async call(call) {
      const [directory, details] = await Promise.all([engine.directory.load(workspaceId), detailsOf(call)]);
      return writeCall(call, directory, details);
    },
    agent: (agent, { workspace }) =>
      writeAgent(agent, {
        statusColor: workspace.ownStatuses.find(({ name }) => name === agent.statusName)?.color ?? null,
        isOnline: engine.live.presence.isOnline(agent.id),
        isSimulated: engine.isSimulated(agent),
        isFree: engine.isFree(workspaceId, agent),
        calls: engine.callsOf(agent.id),
      }),
    details: detailsOf,
    async queues() {
      const directory = await engine.directory.load(workspaceId);
      return [...directory.menus.values()]
        .filter((menu) => !menu.deleted && menu.groups.length > 0)
        .map((menu) => writeQueue(engine.live.queues.stateOf(menu, directory), directory));
    },
    forget: (callId) => void known.delete(callId),
  };
}
