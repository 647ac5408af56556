/** What is said in recorded calls, written down: the work that gives recordings to the engines. */
import { background } from '#background/background.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { createTranscripts } from '#jobs/transcripts.ts';
import { recordingFile } from '#storage/recordings.ts';
import type { Config } from '#config/config.ts';
import type { Calls } from './open-engine.ts';
import type { Transcribers } from './open-transcribers.ts';
import type { Stores } from './open-stores.ts';
import type { Reporter } from './reporter.ts';
import type { Countdown } from './stop-in-time.ts';

export type TranscriptOpening = {
  readonly config: Config;
  readonly clock: Clock;
  readonly stores: Stores;
  readonly calls: Calls;
  readonly reporter: Reporter;
  readonly transcribers: Transcribers;
  readonly started: AsyncDisposableStack;
  readonly countdown: Countdown;
};

/** Begins the work, which ends with `started`: with what an earlier process left, then with every recording. */
export function startTranscripts(opening: TranscriptOpening): void {
  const { config, clock, stores, calls, reporter, transcribers, started, countdown } = opening;
  const transcripts = createTranscripts({
    store: stores.store,
    clock,
    transcriberFor: (workspace) => transcribers.of(workspace),
    report: async (callId, event) => calls.engine.report(callId, event),
    recordingPath: (uid) => recordingFile(config.dataDirectory, uid).path,
    done: (milliseconds, isOk) => reporter.jobDone('transcribe', milliseconds, isOk),
    failed: reporter.failed,
  });
  calls.engine.onTransition(transcripts.moved);
  started.defer(countdown.step('transcripts', 1_000, async () => transcripts.stop()));
  transcripts.start();
  background('voice_agent.words', calls.talks.takeUp());
}
