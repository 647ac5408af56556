/** What Deepgram tells of a stream, which is input from outside. Pure. */
import type { SaidWords } from '../word-stream.ts';

/** The longest message and text; whatever is longer is none. Characters. */
const MAX_MESSAGE = 200_000;
const MAX_TEXT = 4000;

/** Words of a part of the stream. */
export type Result = {
  readonly said: SaidWords;
  /** They will not change any more. */
  readonly isFinal: boolean;
  /** They are the last ones before `Finalize`. */
  readonly isFinalized: boolean;
};

/** Null: it is of a kind that says no words, such as `Metadata`. */
export function readResult(data: unknown): Result | 'nonsense' | null {
  if (typeof data !== 'string' || data.length > MAX_MESSAGE) return 'nonsense';
  const message = parsed(data);
  if (message === null) return 'nonsense';
  if (field(message, 'type') !== 'Results') return typeof field(message, 'type') === 'string' ? null : 'nonsense';
  const alternatives = field(field(message, 'channel'), 'alternatives');
  const best: unknown = Array.isArray(alternatives) ? alternatives[0] : null;
  const text = field(best, 'transcript');
  if (typeof text !== 'string' || text.length > MAX_TEXT) return 'nonsense';
  const confidence = field(best, 'confidence');
  const isKnown = typeof confidence === 'number' && confidence >= 0 && confidence <= 1 && text !== '';
  return {
    said: { text: text.trim(), confidence: isKnown ? confidence : null },
    isFinal: field(message, 'is_final') === true,
    isFinalized: field(message, 'from_finalize') === true,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : null;
}
