/** The engines that write recordings down: the one that comes along, and the one that the operator named. */
import type { TranscriptChoice } from '#domain/directory/transcript-choice.ts';
import type { Workspace } from '#domain/directory/workspace.ts';
import type { LiveTranscriber } from '#domain/ports/live-transcriber.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Transcriber } from '#domain/ports/transcriber.ts';
import { createEmbeddedLive } from '#voice-agent/stt/embedded/embedded-live.ts';
import { createEmbeddedTranscriber } from '#voice-agent/stt/embedded/embedded-transcriber.ts';
import { createSpeechChild } from '#voice-agent/stt/embedded/speech-child.ts';
import { createOpenaiTranscriber } from '#voice-agent/stt/openai/openai-transcriber.ts';
import { createDeepgramWords } from '#voice-agent/stt/deepgram/deepgram-words.ts';
import { withWordsElsewhere } from '#voice-agent/stt/words-elsewhere.ts';
import { toldStreams } from '#voice-agent/stt/told-streams.ts';
import { chainTranscribers } from '#voice-agent/stt/transcriber-chain.ts';
import type { Config } from '#config/config.ts';
import { hostOf } from '#config/voice-engines.ts';
import type { NamedEngines } from './open-voice-engines.ts';
import type { Reporter } from './reporter.ts';

/** The engines of this server. */
export type Transcribers = {
  /** The one that the workspace has chosen; null: its calls are not written down. */
  of(workspace: Pick<Workspace, 'transcripts'>): Transcriber | null;
  /** The one that hears while people talk, on this machine; null: the operator has switched transcripts off. */
  live(): LiveTranscriber | null;
  /** The one that hears callers of the workspace's voice agent while they speak; null likewise. */
  listener(workspace: Pick<Workspace, 'transcripts'>): LiveTranscriber | null;
};

/** What pages are told of them. */
export function transcribersOf({ transcriber, engines }: Pick<Config, 'transcriber' | 'engines'>): {
  readonly host: string | null;
  readonly isOffForAll: boolean;
} {
  const hosts = new Set([...engines.transcriber, ...engines.listener].map(hostOf));
  return { host: hosts.size === 0 ? null : [...hosts].join(', '), isOffForAll: transcriber === 'off' };
}

export type TranscriberOpening = {
  readonly config: Config;
  readonly clock: Clock;
  readonly engines: Pick<NamedEngines, 'transcriber' | 'listener'>;
  /** Ends what is opened here. */
  readonly started: AsyncDisposableStack;
  readonly reporter: Pick<Reporter, 'loggers' | 'failed' | 'streamTold'>;
};

/** Makes them. Nothing is loaded before the first recording. */
export function openTranscribers({ config, clock, engines, started, reporter }: TranscriberOpening): Transcribers {
  const { failed, streamTold } = reporter;
  if (config.transcriber === 'off') return { of: () => null, live: () => null, listener: () => null };
  const speech = createSpeechChild();
  started.defer(async () => speech.close());
  const embedded = createEmbeddedTranscriber(speech);
  const first = engines.transcriber.map(({ config: { url, model }, key, breaker }) => ({
    transcriber: createOpenaiTranscriber({ speech, url, model, key, clock }),
    breaker,
  }));
  const elsewhere =
    first.length === 0
      ? embedded
      : chainTranscribers({ first, last: embedded, failed: (error) => failed('transcriber.elsewhere', error) });
  const chosen = { off: null, embedded, elsewhere } as const satisfies Record<TranscriptChoice, Transcriber | null>;
  const here = createEmbeddedLive(speech);
  const live = toldStreams(here, streamTold);
  const others = engines.listener.map(({ config: { url, model }, key, breaker }) => ({
    engine: createDeepgramWords({ url, model, key, clock }),
    breaker,
  }));
  const lost = (error: unknown): void => failed('transcriber.listener', error);
  const listener =
    others.length === 0
      ? live
      : toldStreams(withWordsElsewhere({ first: others, embedded: here, failed: lost }), streamTold);
  return {
    of: ({ transcripts }) => chosen[transcripts],
    live: () => live,
    listener: ({ transcripts }) => (transcripts === 'elsewhere' ? listener : live),
  };
}
