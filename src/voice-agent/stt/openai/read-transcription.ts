/** What an OpenAI-compatible server answers to a transcription, which is input from outside. Pure. */
import type { HeardWord } from '#domain/call/heard.ts';

/** Twenty seconds of speech have some hundred words; a longer text is none. Characters. */
const MAX_TEXT = 4_000;

/** Above this the engine itself says that no one spoke: it makes up words for noise. */
const NO_SPEECH = 0.8;

/**
 * The words of an answer of the form `json` or `verbose_json`; null where it is neither. Source: OpenAI API reference,
 * "Create transcription".
 */
export function readTranscription(body: string): readonly HeardWord[] | null {
  const answer = parsed(body);
  const text = field(answer, 'text');
  if (typeof text !== 'string' || text.length > MAX_TEXT) return null;
  const segments = field(answer, 'segments');
  const heard = Array.isArray(segments) ? segments : [];
  const silences = heard.map((segment: unknown) => field(segment, 'no_speech_prob'));
  if (silences.length > 0 && silences.every((each) => typeof each === 'number' && each > NO_SPEECH)) return [];
  const confidence = confidenceOf(heard.map((segment: unknown) => field(segment, 'avg_logprob')));
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({ text: word, confidence }));
}

/** From the logarithms of the segments' probabilities; null where there are none. */
function confidenceOf(logarithms: readonly unknown[]): number | null {
  const known = logarithms.filter((each): each is number => typeof each === 'number' && Number.isFinite(each));
  if (known.length === 0) return null;
  const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
  return Math.min(1, Math.exp(mean));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? (value as Record<string, unknown>)[name] : null;
}
