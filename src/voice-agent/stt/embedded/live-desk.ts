/** All streams that the speech process hears at the moment: each a little at a time, one after the other. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { background } from '#background/background.ts';
import { createLiveRecognition } from './live-recognition.ts';
import type { RecognitionInput, RecognitionOutput, LiveRecognition } from './live-recognition.ts';
import type { Vocabulary } from '#domain/ports/transcriber.ts';
import type { RecognizerPool } from './recognizer-pool.ts';
import type { VoiceActivity } from './silero.ts';

/** Mutable. */
export type LiveDesk = {
  listen(id: number, pauseMs: number, vocabulary: Vocabulary): void;
  give(id: number, input: RecognitionInput): void;
  leave(id: number): void;
  /** There may be something to do again. */
  wake(): void;
};

/** Makes it. `open` begins a stream of voice activity; `tell` is told what comes of each stream, `failed` its end. */
export function createLiveDesk(parts: {
  readonly pool: RecognizerPool;
  readonly open: () => VoiceActivity;
  readonly tell: (id: number, output: RecognitionOutput) => void;
  readonly failed: (id: number, error: unknown) => void;
}): LiveDesk {
  const recognitions = new Map<number, LiveRecognition>();
  let isAwake = false;
  let isAsked = false;

  const leave = (id: number): void => {
    const recognition = recognitions.get(id);
    recognitions.delete(id);
    recognition?.close();
  };

  const step = (id: number, recognition: LiveRecognition): boolean => {
    try {
      return recognition.step();
    } catch (error) {
      leave(id);
      parts.failed(id, error);
      return true;
    }
  };

  /** Between two steps of each what comes from outside is read. */
  const work = async (): Promise<void> => {
    for (isAsked = true; isAsked; await nextTurn())
      isAsked = [...recognitions].map(([id, recognition]) => step(id, recognition)).some(Boolean);
    isAwake = false;
  };

  const wake = (): void => {
    isAsked = true;
    if (isAwake) return;
    isAwake = true;
    background('speech.live', work());
  };

  return {
    listen(id, pauseMs, vocabulary) {
      const { pool, open } = parts;
      const tell = (output: RecognitionOutput): void => {
        parts.tell(id, output);
        if (output.type === 'ended') leave(id);
      };
      recognitions.set(id, createLiveRecognition({ pauseMs, vocabulary, open, pool, tell }));
      // Its recognizer is ready when the first word comes.
      const prepared = pool.take(vocabulary);
      if (prepared !== null) pool.give(prepared);
    },
    give(id, input) {
      recognitions.get(id)?.give(input);
      wake();
    },
    leave,
    wake,
  };
}
