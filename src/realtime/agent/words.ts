/** Writes what is said in calls in progress for pages: what is new of it. */
import { fullName } from '#domain/directory/agent.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { LiveWords, SpokenNow } from '#domain/call/live-words.ts';
import type { Turn } from '#domain/call/transcript.ts';
import type { WordsTurn, WordsView } from './words-protocol.ts';

/** The words from the turn `from` on; `words` is null where nothing is written down any more. */
export function writeWords(callId: number, words: LiveWords | null, directory: Directory, from = 0): WordsView {
  const { turns = [], now = [], isPartial = false } = words ?? {};
  return {
    callId,
    from,
    turns: turns.slice(from).map((turn) => writeTurn(turn, directory)),
    now: now.map((turn) => writeTurn(turn, directory)),
    isOn: words !== null,
    isPartial,
  };
}

/** The first of the turns that is not as it was told. */
export function firstNew(told: readonly Turn[], turns: readonly Turn[]): number {
  const place = turns.findIndex((turn, at) => {
    const before = told[at];
    return before?.text !== turn.text || before.startSeconds !== turn.startSeconds;
  });
  return place < 0 ? turns.length : place;
}

function writeTurn(turn: Turn | SpokenNow, { agents }: Directory): WordsTurn {
  const { speaker, agentId = null, text, startSeconds } = turn;
  const agent = agents.get(agentId ?? 0);
  const unsure = 'unsure' in turn && turn.unsure !== undefined ? { unsure: turn.unsure } : {};
  return { speaker, name: agent === undefined ? null : fullName(agent), text, startSeconds, ...unsure };
}
