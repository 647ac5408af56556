/** The voice agent at live calls, put together: its speech input, its two voices, and where its callers move on to. */
import type { Speech } from '#carriers/simulator/speech.ts';
import type { Call } from '#domain/call/call.ts';
import type { Workspace } from '#domain/directory/workspace.ts';
import type { ArticleStore } from '#domain/directory/article.ts';
import type { LiveHeard, LiveTranscriber } from '#domain/ports/live-transcriber.ts';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import { MAX_SPOKEN, SpeakerError } from '#domain/ports/speaker.ts';
import type { Clock, Store } from '#domain/ports/stores.ts';
import type { Vocabulary } from '#domain/ports/transcriber.ts';
import type { Engine } from '#engine/engine.ts';
import { vocabularyOf } from '#jobs/vocabulary.ts';
import { preciseNow } from '#media/audio-packet.ts';
import type { Listening } from '#media/listening.ts';
import type { MediaSessions } from '#media/session/sessions.ts';
import { SPOKEN_WORDS } from '#domain/voice-agent/dialogue-words.ts';
import { createTalkKeeper } from '#voice-agent/talk/keeper.ts';
import type { TalkKeeper } from '#voice-agent/talk/keeper.ts';
import type { SpeechInput, Heard } from '#voice-agent/talk/ports.ts';

/** Silence after which the engine takes an utterance for over by itself; the talk mostly knows before. Milliseconds. */
const PAUSE_MS = 1600;
/** Articles whose words are expected. */
const MAX_ARTICLES = 200;

export type TalkOpening = {
  readonly clock: Clock;
  readonly engine: Engine;
  readonly callMedia: MediaSessions;
  readonly listening: Listening;
  readonly voiceAgent: { readonly articles: ArticleStore; readonly reasoner: Reasoner; readonly speaker: Speaker };
  readonly store: Pick<Store, 'calls' | 'transcripts' | 'externalCalls' | 'talks'>;
  /** Who hears callers of the workspace; null: no one does on this server. */
  listener(workspace: Pick<Workspace, 'transcripts'>): LiveTranscriber | null;
  /** The voice of prompts, which speaks where the agent's own is gone. */
  readonly speech: Speech;
  failed(what: string, error: unknown): void;
};

/** Makes the keeper of the talks, and has it follow the calls. */
export function openTalks(opening: TalkOpening): TalkKeeper {
  const { clock, engine, callMedia, voiceAgent, store, speech, failed } = opening;
  const listen = earsOf(opening);
  const talks = createTalkKeeper({
    clock,
    reasoner: voiceAgent.reasoner,
    speakers: [voiceAgent.speaker, promptVoice(speech)],
    lineOf: (call, legId) => ({
      say: async (sounds) => callMedia.voices.say(call.id, sounds),
      quiet: async () => callMedia.voices.quiet(call.id),
      listen: async (hear) => listen(call, legId, hear),
    }),
    report: async (callId, event) => engine.report(callId, event),
    async passOn(call, brief) {
      // A call that another system announced goes back to that system.
      if ((await store.externalCalls.byCall(call.id)) !== null) return true;
      const next = await engine.passOn(call.id, brief);
      if (!next.ok) return false;
      if (!(await callMedia.passOn(call, next.value)))
        await engine.report(next.value.id, { type: 'hung_up', by: 'end_user' });
      return true;
    },
    keepsWords: async (workspaceId) => (await engine.directory.load(workspaceId)).workspace.transcripts !== 'off',
    keepWords: async ({ id: callId, workspaceId }, turns) =>
      store.transcripts.put(workspaceId, { callId, turns, createdAt: clock.now(), engine: null }),
    book: store.talks,
    callOf: async (callId) => store.calls.anyById(callId),
    resolve: async (callId, outcome) => engine.resolveAnnouncement(callId, outcome),
    hangUp: async (call) => callMedia.farEndLeft(call, { type: 'hung_up', by: 'virtual_agent' }),
    failed,
  });
  engine.onTransition(({ call, before }) => talks.follow(call, before));
  return talks;
}

/** The speech of callers, as engines hear it. */
function earsOf({ engine, listening, voiceAgent, listener, failed }: TalkOpening) {
  const wordsOf = async ({ workspaceId, lang }: Call): Promise<Vocabulary> => {
    const { phrases, names } = vocabularyOf(await engine.directory.load(workspaceId), null);
    const shown = { search: null, status: 'published', lang } as const;
    const articles = await voiceAgent.articles.list(workspaceId, shown, { beyond: null, limit: MAX_ARTICLES });
    const asked = articles.flatMap(({ title, phrasings }) => [title, ...phrasings]);
    return { phrases: [...asked, ...SPOKEN_WORDS, ...phrases], names };
  };

  return async (call: Call, legId: string, hear: (heard: Heard) => void): Promise<SpeechInput | null> => {
    const transcriber = listener((await engine.directory.load(call.workspaceId)).workspace);
    if (transcriber?.knows(call.lang) !== true) return null;
    const options = { lang: call.lang, vocabulary: await wordsOf(call), pauseMs: PAUSE_MS, isFirst: true };
    const stream = transcriber.listen(options, (heard) => hear(heardBy(heard)));
    if (stream === null) return null;
    const stop = await listening.listen(legId, 16_000, ({ at, samples }) => stream.hear(at, samples));
    const end = async (): Promise<void> => {
      await stop?.();
      await stream.end();
    };
    if (stop !== null)
      return {
        finish: stream.finish,
        end: () => void end().catch((error: unknown) => failed('voice_agent.speech_input', error)),
      };
    await stream.end();
    return null;
  };
}

function heardBy(heard: LiveHeard): Heard {
  if (heard.type === 'speech')
    return { type: 'speech', isSpeaking: heard.isSpeaking, agoMs: Math.max(0, preciseNow() - heard.atMs) };
  if (heard.type === 'lost') return { type: 'lost' };
  const { type, text, confidence } = heard;
  return { type, text, confidence };
}

/** The voice that speaks prompts, in a thread of its own. */
function promptVoice(speech: Speech): Speaker {
  return {
    name: 'prompts',
    async *speak(text, signal) {
      if (signal.aborted) return;
      const said = await speech.run({ kind: 'say', speaker: 'virtual_agent', text: text.slice(0, MAX_SPOKEN) });
      if (!said.ok) throw new SpeakerError(said.refusal === 'speech_closed' ? 'closed' : 'overloaded');
      yield said.value;
    },
    warm: () => undefined,
    close: async () => undefined,
  };
}
