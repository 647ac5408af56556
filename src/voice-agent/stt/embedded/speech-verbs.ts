/** What the speech process is asked and answers: one message each, in order. */
import type { Heard, Side } from '#domain/call/heard.ts';
import type { Vocabulary } from '#domain/ports/transcriber.ts';
import type { RecognitionInput, RecognitionOutput } from './live-recognition.ts';

/** Where one side speaks. */
export type Stretch = { readonly side: Side; readonly startSeconds: number; readonly endSeconds: number };

/**
 * `hear`: the words of a recording. `find`: where someone speaks, one message for each. `listen` begins a stream, and
 * `live` is what it is given. `leave`: it is not heard any more, whatever has come of it.
 */
export type SpeechAsk =
  | { readonly id: number; readonly verb: 'hear'; readonly path: string; readonly vocabulary: Vocabulary }
  | { readonly id: number; readonly verb: 'find'; readonly path: string }
  | { readonly id: number; readonly verb: 'listen'; readonly pauseMs: number; readonly vocabulary: Vocabulary }
  | { readonly id: number; readonly verb: 'live'; readonly input: RecognitionInput }
  | { readonly id: number; readonly verb: 'leave' };

/** What is asked of recordings, without its id. */
export type RecordingAsk =
  | { readonly verb: 'hear'; readonly path: string; readonly vocabulary: Vocabulary }
  | { readonly verb: 'find'; readonly path: string };

/**
 * `alive` comes while it computes; `heard` and `stretch` as they are found; `done` or `failed` ends what was asked.
 * `live`: of a stream.
 */
export type SpeechAnswer =
  | { readonly id: number; readonly type: 'alive' }
  | { readonly id: number; readonly type: 'heard'; readonly heard: Heard }
  | { readonly id: number; readonly type: 'stretch'; readonly stretch: Stretch }
  | { readonly id: number; readonly type: 'live'; readonly output: RecognitionOutput }
  | { readonly id: number; readonly type: 'done' }
  /** `isFinal`: it would fail again. The reason holds nothing that was said. */
  | { readonly id: number; readonly type: 'failed'; readonly reason: string; readonly isFinal: boolean };
