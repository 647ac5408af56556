/**
 * The live events of a workspace, with a number each, kept for a while: a page that was away for a moment is told what
 * it missed. In memory: after a restart, and after too long, a page gets a new snapshot instead.
 */
import type { Audience } from '#domain/call/audience.ts';
import { agentsConcerned } from '#domain/call/audience.ts';
import type { Call } from '#domain/call/call.ts';
import type { Turn } from '#domain/call/transcript.ts';
import { reservedAgents } from '#domain/call/reservation.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Move, News } from '#domain/ports/event-bus.ts';
import type { Assist } from './assist.ts';
import { createCoalescer } from './coalesce.ts';
import type { FromServer, QueueView } from './protocol.ts';
import { createSight } from './sight.ts';
import type { Sight, SightParts } from './sight.ts';
import type { AgentSound } from './sound.ts';
import { createSpread } from './spread.ts';
import { firstNew, writeWords } from './words.ts';
import { writeChoice, writeConversation, writeMissed, writeSettings, writeWrapUp } from './write.ts';

/** How many events are kept. */
const KEPT_EVENTS = 1000;
/** Changes of one thing within this time are told together. Milliseconds. */
const PAUSE_MS = 50;
const QUEUES_PAUSE_MS = 250;
/** What helps in a call changes at most so often. Milliseconds. */
const ASSIST_PAUSE_MS = 2_000;
/** How often queues are looked at again though nothing has moved: opening hours begin and end. Milliseconds. */
const HOURS_MS = 60_000;

/** Who looks. */
export type Viewer = { readonly agentId: number; readonly seesAll: boolean };

/** Whom an event is for: those whom a call concerns, or one agent and no one else, whoever sees all calls. */
type Recipients = Audience | { readonly only: number };

type Entry = { readonly seq: number; readonly audience: Recipients; readonly text: string };

/** An event before it has its number. */
type Unnumbered<E> = E extends { readonly seq: number } ? Omit<E, 'seq'> : never;

export type Feed = {
  readonly sight: Sight;
  /** The number of the newest event. */
  seq(): number;
  /** Sends every event from now on, in frames of one or of several; the answer ends it. */
  attach(viewer: Viewer, send: (frame: string) => void): () => void;
  /** What the viewer missed since then; null when it is not all here any more. */
  since(viewer: Viewer, seq: number): readonly string[] | null;
  moved(move: Move): void;
  heard(news: News): void;
  /** The caller, or all whom they talk with, have gone or are back. */
  lineMoved(call: Call): void;
  /** Something was said in the call. */
  spoken(call: Call): void;
};

export type FeedParts = SightParts & {
  readonly sound: Pick<AgentSound, 'wordsOf'>;
  readonly assist: Pick<Assist, 'isBehind' | 'live' | 'forget'>;
  readonly clock: Clock;
  failed(error: unknown): void;
};

/** Makes the feed of one workspace. */
export function createFeed(workspaceId: number, parts: FeedParts): Feed {
  const { engine, clock, sound, assist, failed } = parts;
  const kept: Entry[] = [];
  const spread = createSpread<Viewer>(clock);
  const sight = createSight(workspaceId, parts);
  const things = createCoalescer(clock, PAUSE_MS, failed);
  const slowly = createCoalescer(clock, QUEUES_PAUSE_MS, failed);
  const helping = createCoalescer(clock, ASSIST_PAUSE_MS, failed);
  /** The latest of each call that is still to be told, and everyone whom it concerned since. */
  const latest = new Map<number, { call: Call; event: string; audience: Audience }>();
  /** Whom the call concerned when it was last told: they are told as well that it no longer does. */
  const concerned = new Map<number, Audience>();
  // Numbers of an earlier process are below all of this one, so no page mistakes one for the other.
  const first = clock.now().getTime() * 1000;
  let newest = first;
  /** Whether each agent was free when last told. */
  const toldFree = new Map<number, boolean>();
  /** The wrap-up of each agent as it was last told. */
  const toldWrapUps = new Map<number, string>();
  /** What agents choose from, as it was last told. */
  let toldSettings = '';
  /** Which queues took calls when last told. */
  let conditions = '';

  /** The turns of each call in progress, as they were last told. */
  const toldTurns = new Map<number, readonly Turn[]>();

  /** Without a number, and not kept: a page that was away asks for all. */
  const tellWords = async (call: Call): Promise<void> => {
    const directory = await engine.directory.load(workspaceId);
    const words = sound.wordsOf(call.id);
    const from = words === null ? 0 : firstNew(toldTurns.get(call.id) ?? [], words.turns);
    if (words === null) toldTurns.delete(call.id);
    else toldTurns.set(call.id, words.turns);
    const text = JSON.stringify({ type: 'words', data: writeWords(call.id, words, directory, from) });
    const audience = agentsConcerned(call);
    spread.tell(text, (viewer) => (isFor(audience, viewer) ? 'now' : 'never'));
  };

  /** To the agents in the call, and to no supervisor who looks on. */
  const tellAssist = async (call: Call): Promise<void> => {
    const helped = await assist.live(call);
    if (helped === null) return;
    const text = JSON.stringify({ type: 'assist', data: helped.view });
    spread.tell(text, ({ agentId }) => (helped.agentIds.has(agentId) ? 'now' : 'never'));
  };

  /** At once to whomever it concerns, which is the agent when it is for all. */
  const tell = (audience: Recipients, event: Unnumbered<FromServer>, agentId: number | null = null): void => {
    newest += 1;
    const text = JSON.stringify({ ...event, seq: newest });
    kept.push({ seq: newest, audience, text });
    if (kept.length > KEPT_EVENTS) kept.shift();
    spread.tell(text, (viewer) => {
      if (!isFor(audience, viewer)) return 'never';
      return audience !== 'all' || viewer.agentId === agentId ? 'now' : 'soon';
    });
  };

  const tellCall = async (callId: number): Promise<void> => {
    const now = latest.get(callId);
    if (now === undefined) return;
    latest.delete(callId);
    tell(now.audience, { type: 'call', data: await sight.call(now.call), event: now.event });
  };

  const tellAgent = async (agentId: number): Promise<void> => {
    const directory = await engine.directory.load(workspaceId);
    const agent = directory.agents.get(agentId);
    if (agent === undefined) return;
    const data = sight.agent(agent, directory);
    toldFree.set(agentId, data.isFree);
    tell('all', { type: 'agent', data }, agentId);
  };

  /**
   * Agents whom nothing has touched may have become free, or not: those who are simulated, by the coming and going of
   * people.
   */
  const tellFreed = async (): Promise<void> => {
    const { agents } = await engine.directory.load(workspaceId);
    for (const agent of agents.values()) {
      const isFree = engine.isFree(workspaceId, agent);
      const told = toldFree.get(agent.id);
      if (told === undefined && !agent.simulated) toldFree.set(agent.id, isFree);
      else if (told !== isFree) await tellAgent(agent.id);
    }
  };

  const tellQueues = async (): Promise<void> => {
    const data = await sight.queues();
    conditions = conditionsIn(data);
    tell('all', { type: 'queue', data });
  };

  const watchHours = (): void => {
    clock.after(HOURS_MS, async () => {
      watchHours();
      if (conditionsIn(await sight.queues()) !== conditions) slowly.touch('queues', tellQueues);
    });
  };
  watchHours();

  const tellChoice = async (agentId: number, id: number): Promise<void> => {
    const choice = (await engine.live.choices(workspaceId)).find((each) => each.id === id);
    const directory = await engine.directory.load(workspaceId);
    const data = choice === undefined ? ({ id, gone: true } as const) : writeChoice(choice, directory);
    tell({ only: agentId }, { type: 'choice', data });
  };

  const tellMissed = async (agentId: number, callId: number): Promise<void> => {
    const missed = await engine.live.missedCall(workspaceId, agentId, callId);
    const directory = await engine.directory.load(workspaceId);
    const data = missed === null ? ({ callId, gone: true } as const) : writeMissed(missed, directory);
    tell({ only: agentId }, { type: 'missed', data });
  };

  const tellWrapUp = async (agentId: number): Promise<void> => {
    const data = writeWrapUp(engine.live.wrapUpOf(agentId));
    const text = JSON.stringify(data);
    if (text === toldWrapUps.get(agentId)) return;
    toldWrapUps.set(agentId, text);
    tell({ only: agentId }, { type: 'wrap_up', data });
  };

  const tellSettings = async (): Promise<void> => {
    const data = writeSettings(await engine.directory.load(workspaceId));
    const text = JSON.stringify(data);
    if (text !== toldSettings) tell('all', { type: 'settings', data });
    toldSettings = text;
  };

  const tellConversation = async (id: number): Promise<void> => {
    const conversation = await engine.live.conversation(workspaceId, id);
    if (conversation !== null) tell('all', { type: 'conversation', data: writeConversation(conversation) });
  };

  /** `isRinging`: it rings for someone since just now, who must not wait until what led to it has been told. */
  const touchCall = (call: Call, event: string, isRinging = false): void => {
    const now = agentsConcerned(call);
    const before = latest.get(call.id)?.audience ?? concerned.get(call.id) ?? new Set<number>();
    latest.set(call.id, { call, event, audience: joined(before, now) });
    if (call.deadlineAt !== null) concerned.set(call.id, now);
    else {
      concerned.delete(call.id);
      assist.forget(call.id);
    }
    things.touch(`${isRinging ? 'ringing' : 'call'} ${call.id}`, async () => tellCall(call.id));
  };

  const touchAgent = (agentId: number): void => things.touch(`agent ${agentId}`, async () => tellAgent(agentId));

  return {
    sight,
    seq: () => newest,
    attach: spread.attach,
    since(viewer, seq) {
      const oldest = kept[0]?.seq ?? newest + 1;
      if (seq < first || seq > newest || seq < oldest - 1) return null;
      return kept.filter((entry) => entry.seq > seq && isFor(entry.audience, viewer)).map((entry) => entry.text);
    },
    moved({ before, call, event }) {
      touchCall(call, event.type, call.offer !== null && before?.offer !== call.offer);
      for (const agentId of differing(before, call)) touchAgent(agentId);
      if (before?.state !== call.state || before.offer !== call.offer) slowly.touch('queues', tellQueues);
    },
    lineMoved: (call) => touchCall(call, 'line_moved'),
    spoken(call) {
      things.touch(`words ${call.id}`, async () => tellWords(call));
      if (assist.isBehind(call)) helping.touch(`${call.id}`, async () => tellAssist(call));
    },
    heard(news) {
      if (news.type === 'agent') {
        touchAgent(news.agentId);
        things.touch(`wrap_up ${news.agentId}`, async () => tellWrapUp(news.agentId));
        slowly.touch('free', tellFreed);
        slowly.touch('queues', tellQueues);
      } else if (news.type === 'directory') {
        things.touch('settings', tellSettings);
        slowly.touch('free', tellFreed);
        slowly.touch('queues', tellQueues);
      } else if (news.type === 'choice')
        things.touch(`choice ${news.choiceId}`, async () => tellChoice(news.agentId, news.choiceId));
      else if (news.type === 'missed')
        things.touch(`missed ${news.agentId} ${news.callId}`, async () => tellMissed(news.agentId, news.callId));
      else if (news.type === 'conversation')
        things.touch(`conversation ${news.conversationId}`, async () => tellConversation(news.conversationId));
      else if (news.type === 'note') {
        sight.forget(news.callId);
        engine.calls
          .byId(workspaceId, news.callId)
          .then((call) => (call === null ? undefined : touchCall(call, 'note')))
          .catch(failed);
      }
    },
  };
}

function joined(a: Audience, b: Audience): Audience {
  return a === 'all' || b === 'all' ? 'all' : new Set([...a, ...b]);
}

function isFor(audience: Recipients, viewer: Viewer): boolean {
  if (audience !== 'all' && 'only' in audience) return audience.only === viewer.agentId;
  return viewer.seesAll || audience === 'all' || audience.has(viewer.agentId);
}

function conditionsIn(queues: readonly QueueView[]): string {
  return queues.map(({ menuId, condition }) => `${menuId} ${condition}`).join();
}

/** Agents who are in the call, or rung for it, before or after but not both. */
function differing(before: Call | null, call: Call): readonly number[] {
  const was = before === null ? [] : reservedAgents(before);
  const is = reservedAgents(call);
  return [...was.filter((id) => !is.includes(id)), ...is.filter((id) => !was.includes(id))];
}
