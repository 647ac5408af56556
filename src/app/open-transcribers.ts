/** The engines that write recordings down: the one that comes along, and the one that the operator named. */
import type { TranscriptChoice } from '#domain/directory/transcript-choice.ts';
import type { Workspace } from '#domain/directory/workspace.ts';
import type { LiveTranscriber } from '#domain/ports/live-transcriber.ts';
import type { Transcriber } from '#domain/ports/transcriber.ts';
import { createEmbeddedLive } from '#voice-agent/stt/embedded/embedded-live.ts';
import { createEmbeddedTranscriber } from '#voice-agent/stt/embedded/embedded-transcriber.ts';
import { createSpeechChild } from '#voice-agent/stt/embedded/speech-child.ts';
import { createOpenaiTranscriber, hostOf } from '#voice-agent/stt/openai/openai-transcriber.ts';
import { toldStreams } from '#voice-agent/stt/told-streams.ts';
import { withFallback } from '#voice-agent/stt/with-fallback.ts';
import type { Config } from '#config/config.ts';
import type { Reporter } from './reporter.ts';

/** The engines of this server. */
export type Transcribers = {
  /** The one that the workspace has chosen; null: its calls are not written down. */
  of(workspace: Pick<Workspace, 'transcripts'>): Transcriber | null;
  /** The one that hears while people talk, on this machine; null: the operator has switched transcripts off. */
  live(): LiveTranscriber | null;
};

/** What pages are told of them. */
export function transcribersOf({ transcriber: { engine, url } }: Config): {
  readonly host: string | null;
  readonly isOffForAll: boolean;
} {
  return { host: url === null ? null : hostOf(url), isOffForAll: engine === 'off' };
}

/** Makes them. Nothing is loaded before the first recording. */
export function openTranscribers(
  config: Config,
  started: AsyncDisposableStack,
  { loggers, failed, streamTold }: Pick<Reporter, 'loggers' | 'failed' | 'streamTold'>,
): Transcribers {
  const { engine, url, model } = config.transcriber;
  // What may leave the machine, and where to, is said at every start.
  loggers.jobs.info({ engine, soundMayBeSentTo: transcribersOf(config).host }, 'transcriber.configured');
  if (engine === 'off') return { of: () => null, live: () => null };
  const speech = createSpeechChild();
  started.defer(async () => speech.close());
  const embedded = createEmbeddedTranscriber(speech);
  const elsewhere =
    url === null
      ? embedded
      : withFallback({
          first: createOpenaiTranscriber({ speech, url, model, key: config.secrets.transcriberKey }),
          second: embedded,
          elapsed: () => performance.now(),
          failed: (error) => failed('transcriber.elsewhere', error),
        });
  const chosen = { off: null, embedded, elsewhere } as const satisfies Record<TranscriptChoice, Transcriber | null>;
  const live = toldStreams(createEmbeddedLive(speech), streamTold);
  return { of: ({ transcripts }) => chosen[transcripts], live: () => live };
}
