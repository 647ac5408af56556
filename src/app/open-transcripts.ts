/** What is said in recorded calls, written down: the engine, and the work that gives it recordings. */
import type { Clock } from '#domain/ports/stores.ts';
import { createTranscripts } from '#jobs/transcripts.ts';
import { recordingFile } from '#storage/recordings.ts';
import type { Transcriber } from '#domain/ports/transcriber.ts';
import { createEmbeddedTranscriber } from '#voice-agent/stt/embedded/embedded-transcriber.ts';
import { createSpeechChild } from '#voice-agent/stt/embedded/speech-child.ts';
import { createOpenaiTranscriber, hostOf } from '#voice-agent/stt/openai/openai-transcriber.ts';
import { withFallback } from '#voice-agent/stt/with-fallback.ts';
import type { Config } from '#config/config.ts';
import type { Calls } from './open-engine.ts';
import type { Stores } from './open-stores.ts';
import type { Reporter } from './reporter.ts';
import type { Countdown } from './stop-in-time.ts';

export type TranscriptOpening = {
  readonly config: Config;
  readonly clock: Clock;
  readonly stores: Stores;
  readonly calls: Calls;
  readonly reporter: Reporter;
  readonly transcriber: Transcriber | null;
  readonly started: AsyncDisposableStack;
  readonly countdown: Countdown;
};

/** The engine of this server; null where it is switched off. Nothing is loaded before the first recording. */
export function openTranscriber(
  { transcriber: { engine, url, model }, secrets }: Config,
  started: AsyncDisposableStack,
  { loggers, failed }: Pick<Reporter, 'loggers' | 'failed'>,
): Transcriber | null {
  // What leaves the machine, and where to, is said at every start.
  loggers.jobs.info({ engine, soundIsSentTo: url === null ? null : hostOf(url) }, 'transcriber.configured');
  if (engine === 'off') return null;
  const speech = createSpeechChild();
  started.defer(async () => speech.close());
  const embedded = createEmbeddedTranscriber(speech);
  if (url === null) return embedded;
  return withFallback({
    first: createOpenaiTranscriber({ speech, url, model, key: secrets.transcriberKey }),
    second: embedded,
    elapsed: () => performance.now(),
    failed: (error) => failed('transcriber.elsewhere', error),
  });
}

/** Begins the work, which ends with `started`: with what an earlier process left, then with every recording. */
export function startTranscripts(opening: TranscriptOpening): void {
  const { config, clock, stores, calls, reporter, transcriber, started, countdown } = opening;
  const transcripts = createTranscripts({
    store: stores.store,
    clock,
    transcriberFor: () => transcriber,
    report: async (callId, event) => calls.engine.report(callId, event),
    recordingPath: (uid) => recordingFile(config.dataDirectory, uid).path,
    done: (milliseconds, isOk) => reporter.jobDone('transcribe', milliseconds, isOk),
    failed: reporter.failed,
  });
  calls.engine.onTransition(transcripts.moved);
  started.defer(countdown.step('transcripts', 1_000, async () => transcripts.stop()));
  transcripts.start();
}
