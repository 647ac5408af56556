/**
 * What Fin and a simulated caller say where the workspace has articles: the caller asks for one of them in one of its
 * phrasings, the workspace's own voice agent answers, and the caller ends the talk as their number tells.
 */
import type { Resolution } from '#domain/call/external-call.ts';
import type { Article } from '#domain/directory/article.ts';
import type { Reasoner, TalkEvent } from '#domain/ports/reasoner.ts';
import type { Decision } from '#domain/voice-agent/dialogue.ts';
import { NEW_DIALOGUE } from '#domain/voice-agent/dialogue.ts';
import { intentsOf, summaryOf } from '#domain/voice-agent/report.ts';
import type { Line } from './dialogue-scripts.ts';
import type { Dialogue } from './dialogue.ts';
import { hashOf } from './dialogue.ts';

/** The voice agent, as far as simulated calls need it. */
export type TalkingAgent = {
  /** What callers of the language may ask for. */
  articles(workspaceId: number, lang: string): Promise<readonly Pick<Article, 'title' | 'phrasings' | 'handsOver'>[]>;
  readonly reply: Reasoner['reply'];
};

/** Whose talk it is. `resolution`: how it is to end. */
export type FinTalk = {
  readonly callId: number;
  readonly workspaceId: number;
  readonly lang: string;
  readonly isRecorded: boolean;
  readonly resolution: Resolution;
};

/** What the caller says once they have been answered. */
const REPLIES = {
  assumed_resolution: ['Okay. Bye.'],
  confirmed_resolution: ['Yes, that helped.', 'No, that is all. Thank you.'],
  negative_feedback: ['No, that is useless. Goodbye.'],
  escalated: ['I would like to speak with a person, please.'],
  procedure_handoff: [],
} as const satisfies Record<Resolution, readonly string[]>;

/** Seconds from one turn of the caller to the next: no talk comes near the limit. */
const TURN_SECONDS = 15;

/** The talk; null where the workspace has no article that it could be about. */
export async function finTalkOf(agent: TalkingAgent, talk: FinTalk): Promise<Dialogue | null> {
  const { callId, workspaceId, lang, isRecorded, resolution } = talk;
  const all = await agent.articles(workspaceId, lang);
  const fitting = all.filter(({ handsOver }) => handsOver === (resolution === 'procedure_handoff'));
  const article = fitting[hashOf(callId) % fitting.length];
  if (article === undefined) return null;
  const asked = [...article.phrasings, article.title];
  const lines: Line[] = [];
  let decision: Decision = { dialogue: NEW_DIALOGUE, say: [], next: 'listen', expects: null };
  const happens = async (event: TalkEvent): Promise<void> => {
    decision = await agent.reply({ workspaceId, lang, dialogue: decision.dialogue }, event);
    if (decision.say.length > 0) lines.push({ speaker: 'virtual_agent', text: voiced(decision.say.join(' ')) });
  };
  await happens({ type: 'began', isRecorded, second: 0 });
  for (const [place, text] of [asked[callId % asked.length] ?? article.title, ...REPLIES[resolution]].entries()) {
    if (decision.next !== 'listen') break;
    lines.push({ speaker: 'user', text: voiced(text) });
    await happens({ type: 'said', text, second: (place + 1) * TURN_SECONDS });
  }
  const { dialogue } = decision;
  return {
    name: 'fin_articles',
    lang: 'en',
    beep: false,
    turns: lines,
    summary: summaryOf(dialogue),
    intents: intentsOf(dialogue),
    resolution,
  };
}

/** What the voices of the simulator can speak: the letters of English. */
function voiced(text: string): string {
  return text.normalize('NFKD').replaceAll(/[^\x20-\x7E]/g, '');
}
