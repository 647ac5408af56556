/** What an agent's page knows: the snapshot, kept true by the events that follow. Pure. */
import { MAX_MISSED_CALLS } from '#domain/call/missed.ts';
import { isLive } from '#domain/call/state.ts';
import type { CallState } from '#domain/call/state.ts';
import type {
  AgentView,
  CallView,
  ChoiceView,
  ConversationView,
  FromServer,
  MissedView,
  QueueView,
  Snapshot,
} from '#realtime/agent/protocol.ts';

/** Everything, by id. `seq` is the number of the last event that is in it. */
export type World = {
  readonly seq: number;
  readonly me: Snapshot['me'];
  readonly workspace: Snapshot['workspace'];
  readonly agents: ReadonlyMap<number, AgentView>;
  readonly menus: Snapshot['menus'];
  readonly numbers: readonly string[];
  readonly languages: readonly string[];
  readonly calls: ReadonlyMap<number, CallView>;
  readonly queues: readonly QueueView[];
  readonly settings: Snapshot['settings'];
  readonly choices: ReadonlyMap<number, ChoiceView>;
  readonly conversations: ReadonlyMap<number, ConversationView>;
  /** Calls that I missed, the latest first; the server keeps the list. */
  readonly missed: readonly MissedView[];
  /**
   * The call that I was in last and am in no more: it is the one to wrap up, also when someone else continues with it.
   */
  readonly leftCallId: number | null;
};

type Numbered = Extract<FromServer, { readonly seq: number }>;

/** The world after the event. Events that are in it already, and those before the first snapshot, change nothing. */
export function applyEvent(world: World | null, event: Numbered): World | null {
  if (event.type === 'snapshot') return readSnapshot(event.seq, event.data);
  if (world === null || event.seq <= world.seq) return world;
  return { ...world, ...changeOf(world, event), seq: event.seq };
}

function readSnapshot(seq: number, data: Snapshot): World {
  const { me, workspace, agents, menus, numbers, languages, queues, settings, missed } = data;
  return {
    seq,
    me,
    workspace,
    agents: byId(agents),
    menus,
    numbers,
    languages,
    calls: byId([...data.calls, ...data.voicemails]),
    queues,
    settings,
    choices: byId(data.choices),
    conversations: byId(data.conversations),
    missed,
    leftCallId: me.wrapUp?.callId ?? null,
  };
}

function changeOf(world: World, event: Exclude<Numbered, { readonly type: 'snapshot' }>): Partial<World> {
  switch (event.type) {
    case 'call':
      return callChanged(world, event.data);
    case 'agent': {
      const agents = new Map(world.agents).set(event.data.id, event.data);
      if (event.data.id !== world.me.id) return { agents };
      return { agents, me: { ...world.me, ...event.data } };
    }
    case 'queue':
      return { queues: event.data };
    case 'choice': {
      const choices = new Map(world.choices);
      if ('gone' in event.data) choices.delete(event.data.id);
      else choices.set(event.data.id, event.data);
      return { choices };
    }
    case 'conversation':
      return { conversations: new Map(world.conversations).set(event.data.id, event.data) };
    case 'wrap_up':
      return { me: { ...world.me, wrapUp: event.data } };
    case 'settings':
      return { settings: event.data };
    case 'missed': {
      const others = world.missed.filter(({ callId }) => callId !== event.data.callId);
      if ('gone' in event.data) return { missed: others };
      return {
        missed: [event.data, ...others].toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, MAX_MISSED_CALLS),
      };
    }
    default:
      return event satisfies never;
  }
}

function callChanged(world: World, call: CallView): Partial<World> {
  const before = world.calls.get(call.id);
  const calls = new Map(world.calls);
  const leftCallId = hasLeft(world.me.id, before, call) ? call.id : world.leftCallId;
  if (call.id === leftCallId || isOfInterest(world, call)) calls.set(call.id, call);
  else calls.delete(call.id);
  return { calls, leftCallId };
}

function hasLeft(agentId: number, before: CallView | undefined, call: CallView): boolean {
  return before?.agentIds.includes(agentId) === true && !call.agentIds.includes(agentId);
}

/** Own calls stay when they have ended; those of others go. */
function isOfInterest({ me }: World, call: CallView): boolean {
  if (call.agentId === me.id || call.state.startsWith('voicemail_')) return true;
  if (!isLive(stateOf(call))) return false;
  if (me.role !== 'agent' || call.state === 'scheduled') return true;
  return call.agentIds.includes(me.id) || isOfferedTo(call, me.id);
}

/** Whether the call rings for the agent. */
export function isOfferedTo(call: CallView, agentId: number): boolean {
  return call.offer?.agentIds.includes(agentId) ?? false;
}

/** The state as our own word: the server sends no other. */
export function stateOf(call: CallView): CallState {
  return call.state as CallState;
}

function byId<T extends { readonly id: number }>(things: readonly T[]): ReadonlyMap<number, T> {
  return new Map(things.map((thing) => [thing.id, thing]));
}
