/** Where each side of a recording speaks. For the speech process: it computes for seconds each minute. */
import type { Side } from '#domain/call/heard.ts';
import type { VoiceActivity } from './silero.ts';
import { isAudible, SILERO_FRAME, SILERO_RATE } from './silero.ts';
import type { Span } from './speech-spans.ts';
import { createSpanFinder } from './speech-spans.ts';
import type { OpenRecording } from './wav-blocks.ts';

const SIDES = ['left', 'right'] as const satisfies readonly Side[];

/** Frames read at a time: a second, in whole frames of voice activity. */
const BLOCK = Math.floor(SILERO_RATE / SILERO_FRAME) * SILERO_FRAME;

/** What one side says in one go: frames of the recording, and its samples there. */
export type Utterance = { readonly side: Side; readonly from: number; readonly samples: Int16Array };

/**
 * Finds them, in the order in which they end. `open` begins a stream of voice activity; `alive` is told after every
 * second of sound, and null comes then, so that others may have their turn.
 */
export function* findSpeech(
  recording: OpenRecording,
  open: () => VoiceActivity,
  alive: () => void,
): Generator<Utterance | null, void, undefined> {
  const sides = SIDES.map((side) => ({ side, activity: open(), finder: createSpanFinder() }));
  for (let at = 0; at < recording.frames; at += BLOCK) {
    const block = recording.read(at, BLOCK);
    for (const [place, { side, activity, finder }] of sides.entries())
      for (let frame = 0; frame < BLOCK; frame += SILERO_FRAME) {
        const span = finder.next(probabilityOf(block[place] ?? new Int16Array(0), frame, activity));
        if (span !== null) yield utterance(recording, side, span);
      }
    alive();
    yield null;
  }
  for (const { side, finder } of sides) {
    const span = finder.end();
    if (span !== null) yield utterance(recording, side, span);
  }
}

function probabilityOf(block: Int16Array, from: number, activity: VoiceActivity): number {
  const samples = block.subarray(from, from + SILERO_FRAME);
  if (!isAudible(samples)) return 0;
  return activity(Float32Array.from(samples, (sample) => sample / 32_768));
}

function utterance(recording: OpenRecording, side: Side, { from, to }: Span): Utterance {
  const first = from * SILERO_FRAME;
  const sound = recording.read(first, (to - from) * SILERO_FRAME);
  return { side, from: first, samples: sound[SIDES.indexOf(side)] ?? new Int16Array(0) };
}
