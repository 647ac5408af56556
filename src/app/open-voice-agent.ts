/** What the voice agent knows: articles, what they mean, and what is answered from them. */
import type { TalkingAgent } from '#carriers/simulator/fin-talk.ts';
import type { ArticleStore } from '#domain/directory/article.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import { createArticleMeanings } from '#storage/article-meanings.ts';
import { createArticles } from '#storage/articles.ts';
import type { Database } from '#storage/database.ts';
import { createArticleFinder } from '#voice-agent/article-finder.ts';
import { createArticleLearner } from '#voice-agent/article-learner.ts';
import { createEmbeddedReasoner } from '#voice-agent/embedded-reasoner.ts';
import { createEmbeddedSpeaker } from '#voice-agent/tts/embedded/embedded-speaker.ts';
import { createEncoder } from '#voice-agent/encoder.ts';
import type { NamedEngines } from './open-voice-engines.ts';
import { openReasoner, openSpeakers } from './open-voice-engines.ts';
import type { Config } from '#config/config.ts';
import type { Countdown } from './stop-in-time.ts';

export type VoiceAgent = {
  readonly articles: ArticleStore;
  readonly reasoner: Reasoner;
  /** The one that simulated callers meet, whoever decides for others: what they say goes nowhere. */
  readonly embedded: Reasoner;
  readonly speaker: Speaker;
  /** The workspace's articles may be others now. */
  changed(workspaceId: number): void;
  /** Begins to look for articles whose meaning is not worked out. */
  start(): void;
};

export type VoiceAgentParts = {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: Database;
  readonly engines: NamedEngines;
  /** Another voice than those that are configured. */
  readonly speaker: Speaker | undefined;
  /** Ends what is opened here. */
  readonly started: AsyncDisposableStack;
  readonly countdown: Countdown;
  failed(what: string, error: unknown): void;
};

/** Makes it. No process starts before an article is stored or a question is asked. */
export function openVoiceAgent(parts: VoiceAgentParts): VoiceAgent {
  const { config, clock, database, engines, started, countdown, failed } = parts;
  const speaker = parts.speaker ?? openSpeakers(engines, createEmbeddedSpeaker({ failed }), parts);
  started.defer(async () => speaker.close());
  const store = createArticleMeanings(database);
  const encoder = config.hasSentenceEncoder ? createEncoder({ failed }) : null;
  if (encoder !== null) started.defer(async () => encoder.close());
  const finder = createArticleFinder({ store, encoder: encoder ?? { encode: async () => null }, failed });
  const learner = encoder === null ? null : createArticleLearner({ store, encoder, learned: finder.changed, failed });
  if (learner !== null) started.defer(countdown.step('articles', 1_000, async () => learner.stop()));
  const changed = (workspaceId: number): void => {
    finder.changed(workspaceId);
    learner?.wake();
  };
  const embedded = createEmbeddedReasoner(finder, { unlearned: () => learner?.wake() });
  return {
    articles: createArticles(database, changed, () => clock.now()),
    reasoner: openReasoner(engines, embedded, parts),
    embedded,
    speaker,
    changed,
    start: () => learner?.start(),
  };
}

/** Articles that simulated callers choose from. */
const MAX_ASKED = 100;

/** The voice agent as simulated callers meet it. */
export function talkingAgent({ articles, embedded }: Pick<VoiceAgent, 'articles' | 'embedded'>): TalkingAgent {
  return {
    articles: async (workspaceId, lang) =>
      articles.list(workspaceId, { search: null, status: 'published', lang }, { beyond: null, limit: MAX_ASKED }),
    reply: embedded.reply,
  };
}
