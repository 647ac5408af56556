/**
 * What helps an agent while they talk and while they wrap up: articles for the caller's last turns, details in what
 * they said, and what a summary can be written from. Read off the words that are kept; kept itself only in memory.
 */
import { LRUCache } from 'lru-cache';
import { setImmediate } from 'node:timers/promises';
import type { Call } from '#domain/call/call.ts';
import { presentAgents } from '#domain/call/participant.ts';
import type { Turn } from '#domain/call/transcript.ts';
import { isAssisted } from '#domain/directory/agent.ts';
import type { Region } from '#domain/directory/phone-number.ts';
import { regionOf } from '#domain/directory/phone-number.ts';
import { defaultNumber } from '#domain/directory/workspace.ts';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import type { Asked } from '#domain/voice-agent/assist.ts';
import { asks, draftOf, MAX_TURNS_ASKED, suggested } from '#domain/voice-agent/assist.ts';
import type { FoundDetail } from '#domain/voice-agent/found-details.ts';
import { detailsIn, withDetails } from '#domain/voice-agent/found-details.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { AssistView } from './assist-protocol.ts';
import type { AgentSound } from './sound.ts';

/** Calls of which is remembered what was found. */
const MAX_CALLS = 500;
/** Turns whose details are looked for at once, and after a restart: the last of a call. */
const MAX_TURNS_READ = 60;
/** Turns of the beginning that a summary may quote. */
const MAX_FIRST = 3;

export type AssistParts = {
  readonly engine: Pick<EngineDoor, 'directory' | 'transcripts' | 'live'>;
  readonly sound: Pick<AgentSound, 'wordsOf'>;
  readonly reasoner: Pick<Reasoner, 'find'>;
};

export type Assist = {
  /** Whether more was said since it was last looked at. */
  isBehind(call: Call): boolean;
  /** What helps in a call in progress, and whom; null: no one is to be helped, or nothing is written down. */
  live(call: Call): Promise<{ readonly agentIds: ReadonlySet<number>; readonly view: AssistView } | null>;
  /** What helps the agent in the call: it is in progress and they are in it, or they wrap it up. Null: nothing. */
  forAgent(call: Call, agentId: number): Promise<AssistView | null>;
  /** The call is over: what was said in it is to be found in its transcript alone, as long as there is one. */
  forget(callId: number): void;
};

/** What was found in one call. */
type Known = {
  /** Turns whose details are known. */
  read: number;
  details: readonly FoundDetail[];
  /** What was found for turns, by their text: the first ones and the last ones. */
  readonly asked: LRUCache<string, Asked>;
  /** The turns as they were last looked at; null: there were none to look at. */
  turns: readonly Turn[] | null;
};

/** Makes it. */
export function createAssist({ engine, sound, reasoner }: AssistParts): Assist {
  const known = new LRUCache<number, Known>({ max: MAX_CALLS });

  const knownOf = (callId: number): Known => {
    const held = known.get(callId);
    if (held !== undefined) return held;
    const asked = new LRUCache<string, Asked>({ max: MAX_FIRST + MAX_TURNS_ASKED });
    const made: Known = { read: 0, details: [], asked, turns: null };
    known.set(callId, made);
    return made;
  };

  const ask = async ({ workspaceId, lang }: Call, held: Known, { text }: Turn): Promise<Asked> => {
    const before = held.asked.get(text);
    if (before !== undefined) return before;
    const { found } = await reasoner.find({ workspaceId, lang, text });
    const asked = { text, found };
    held.asked.set(text, asked);
    return asked;
  };

  /** One turn after another, and others may work in between. */
  const askAll = async (call: Call, held: Known, turns: readonly Turn[]): Promise<readonly Asked[]> => {
    const all: Asked[] = [];
    for (const turn of turns) all.push(await ask(call, held, turn));
    return all;
  };

  const readDetails = async (held: Known, turns: readonly Turn[], region: Region | null): Promise<void> => {
    const from = Math.max(held.read, turns.length - MAX_TURNS_READ);
    held.read = turns.length;
    for (const [place, turn] of turns.entries()) {
      if (place < from || turn.speaker !== 'user') continue;
      held.details = withDetails(held.details, detailsIn(turn, turns[place - 1] ?? null, region));
      await setImmediate();
    }
  };

  const regionIn = async (workspaceId: number): Promise<Region | null> => {
    const own = defaultNumber(await engine.directory.load(workspaceId));
    return own === undefined ? null : regionOf(own.number);
  };

  const look = async (call: Call, turns: readonly Turn[], isOver: boolean): Promise<AssistView> => {
    const held = knownOf(call.id);
    held.turns = turns;
    await readDetails(held, turns, await regionIn(call.workspaceId));
    const asking = turns.filter(asks);
    const last = await askAll(call, held, asking.slice(-MAX_TURNS_ASKED));
    const first = isOver ? await askAll(call, held, asking.slice(0, MAX_FIRST)) : [];
    const articles = suggested(last).map(({ articleId: id, title, sentences }) => ({
      id,
      title,
      text: sentences.join(' '),
    }));
    const summary = isOver && asking.length > 0 ? draftOf([...first, ...last]) : null;
    return { callId: call.id, articles, details: held.details, summary };
  };

  /** Of these agents those who are assisted: none who is gone, or for whom it is switched off. */
  const helped = async (workspaceId: number, agentIds: readonly number[]): Promise<ReadonlySet<number>> => {
    const { agents } = await engine.directory.load(workspaceId);
    return new Set(
      agentIds.filter((id) => {
        const agent = agents.get(id);
        return agent !== undefined && isAssisted(agent);
      }),
    );
  };

  return {
    isBehind({ id }) {
      const words = sound.wordsOf(id);
      return words !== null && words.turns !== known.get(id)?.turns;
    },
    async live(call) {
      const agentIds = await helped(call.workspaceId, presentAgents(call.participants));
      const words = agentIds.size === 0 ? null : sound.wordsOf(call.id);
      return words === null ? null : { agentIds, view: await look(call, words.turns, false) };
    },
    async forAgent(call, agentId) {
      if ((await helped(call.workspaceId, [agentId])).size === 0) return null;
      if (presentAgents(call.participants).includes(agentId)) {
        const words = sound.wordsOf(call.id);
        return words === null ? null : look(call, words.turns, false);
      }
      if (engine.live.wrapUpOf(agentId)?.callId !== call.id) return null;
      const kept = await engine.transcripts.byCall(call.workspaceId, call.id);
      const view = kept === null ? null : await look(call, kept.turns, true);
      known.delete(call.id);
      return view;
    },
    forget: (callId) => void known.delete(callId),
  };
}
