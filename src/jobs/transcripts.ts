/**
 * Writes down what was recorded. What is to be done stands in the calls: a recording is stored and its transcript
 * awaited; so nothing is lost by a crash, and what was kept is never made again.
 */
import { background } from '#background/background.ts';
import { correlated } from '#background/correlation.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { turnsOf } from '#domain/call/heard.ts';
import type { Workspace } from '#domain/directory/workspace.ts';
import type { Move } from '#domain/ports/event-bus.ts';
import type { Clock, Store } from '#domain/ports/stores.ts';
import type { Transcriber } from '#domain/ports/transcriber.ts';
import { TranscriberError } from '#domain/ports/transcriber.ts';
import { vocabularyOf } from './vocabulary.ts';

/** Tries of one recording; after the last its transcript has failed. */
const MAX_TRIES = 3;

/** How long after a failed try the next one comes, the first time; four times as long each time. Milliseconds. */
const AGAIN_MS = 5_000;

/** Recordings that end together are looked for together. Milliseconds. */
const GATHER_MS = 200;

/** Calls looked at in one go. */
const BATCH = 20;

export type TranscriptParts = {
  readonly store: Pick<Store, 'calls' | 'transcripts' | 'directory'>;
  readonly clock: Clock;
  /** The engine of a workspace's calls; null: they are not written down. */
  transcriberFor(workspace: Workspace): Transcriber | null;
  report(callId: number, event: CallEvent): Promise<unknown>;
  recordingPath(uid: string): string;
  /** A try is over. */
  done(milliseconds: number, isOk: boolean): void;
  failed(what: string, error: unknown): void;
};

/** The work at it. */
export type Transcripts = {
  /** Does what an earlier process left. */
  start(): void;
  /** Told of every move of a call. */
  moved(move: Move): void;
  /** Lets the work in progress end; the next start takes up the rest. */
  stop(): Promise<void>;
};

/** Makes it. One recording at a time. */
export function createTranscripts(parts: TranscriptParts): Transcripts {
  const { store, clock } = parts;
  const tries = new Map<number, { count: number; notBefore: number }>();
  let isStopped = false;
  let isAwake = false;
  let isAsked = false;
  let isGathering = false;
  let work: Promise<void> = Promise.resolve();
  const timers = new Set<() => void>();

  const later = (milliseconds: number, run: () => void = wake): void => {
    const cancel = clock.after(milliseconds, async () => {
      timers.delete(cancel);
      run();
    });
    timers.add(cancel);
  };

  const wake = (): void => {
    if (isStopped) return;
    isAsked = true;
    if (isAwake) return;
    isAwake = true;
    work = workOff()
      .catch((error: unknown) => {
        // Behind the end the database is gone; the next start takes up what is left.
        if (!isStopped) throw error;
      })
      .finally(() => {
        isAwake = false;
      });
    background('transcripts', work);
  };

  const workOff = async (): Promise<void> => {
    // Stopping clears it.
    while (isAsked) {
      isAsked = false;
      for (const id of await store.transcripts.awaited(BATCH)) {
        if (isStopped) return;
        if ((tries.get(id)?.notBefore ?? 0) > clock.elapsed()) continue;
        await correlated({ callId: id }, async () => writeDown(id));
        isAsked = true;
      }
    }
  };

  const writeDown = async (id: number): Promise<void> => {
    const call = await store.calls.anyById(id);
    if (call?.transcriptStatus !== 'in_progress' || call.recording?.status !== 'stored') return;
    const begun = performance.now();
    const took = (): number => Math.round(performance.now() - begun);
    try {
      await parts.report(id, await eventFor(call));
      tries.delete(id);
      parts.done(took(), true);
    } catch (error) {
      if (isStopped) return;
      parts.done(took(), false);
      parts.failed('transcripts.engine', error);
      await tryAgain(call, error instanceof TranscriberError && error.isFinal);
    }
  };

  /**
   * What has become of it. A transcript that is kept is not made again: the process ended before it could say so. Nor
   * is what the same engine heard whole during the call.
   */
  const eventFor = async (call: Call): Promise<CallEvent> => {
    const done = { type: 'transcribed', summary: null } as const;
    const live = await store.transcripts.byCall(call.workspaceId, call.id);
    if (live?.live === null) return done;
    const directory = await store.directory.load(call.workspaceId);
    const transcriber = parts.transcriberFor(directory.workspace);
    if (transcriber?.knows(call.lang) !== true) {
      await store.transcripts.remove(call.workspaceId, call.id);
      return { type: 'transcription_omitted' };
    }
    if (live?.live === 'whole' && live.engine === transcriber.name) return adopted(call);
    const contact = call.contact === null ? null : await store.directory.contact(call.workspaceId, call.contact.id);
    const { engine, heard } = await transcriber.transcribe({
      path: parts.recordingPath(call.recording?.uid ?? ''),
      lang: call.lang,
      vocabulary: vocabularyOf(directory, contact),
    });
    const kept = { callId: call.id, turns: turnsOf(call, heard), createdAt: clock.now(), engine };
    return (await store.transcripts.putHeard(call.workspaceId, kept)) ? done : { type: 'transcription_omitted' };
  };

  /** What was heard during the call is its transcript. */
  const adopted = async ({ workspaceId, id }: Call): Promise<CallEvent> =>
    (await store.transcripts.keepLive(workspaceId, id))
      ? { type: 'transcribed', summary: null }
      : { type: 'transcription_omitted' };

  /** No engine hears the recording: what was heard of it before is better than nothing. */
  const givenUp = async (call: Call): Promise<CallEvent> => {
    const live = await store.transcripts.byCall(call.workspaceId, call.id);
    return live === null || live.turns.length === 0 ? { type: 'transcription_failed' } : adopted(call);
  };

  const tryAgain = async (call: Call, isFinal: boolean): Promise<void> => {
    const { id } = call;
    const count = (tries.get(id)?.count ?? 0) + 1;
    if (isFinal || count >= MAX_TRIES) {
      tries.delete(id);
      await parts.report(id, await givenUp(call));
      return;
    }
    const wait = AGAIN_MS * 4 ** (count - 1);
    tries.set(id, { count, notBefore: clock.elapsed() + wait });
    later(wait + 1);
  };

  return {
    start: wake,
    moved({ call, event }) {
      if (event.type !== 'recording_stored' || call.transcriptStatus !== 'in_progress') return;
      if (isGathering || isStopped) return;
      isGathering = true;
      later(GATHER_MS, () => {
        isGathering = false;
        wake();
      });
    },
    async stop() {
      isStopped = true;
      isAsked = false;
      for (const cancel of timers) cancel();
      timers.clear();
      await work.catch(() => undefined);
    },
  };
}
