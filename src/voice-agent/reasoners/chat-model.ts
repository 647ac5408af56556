/** A language model elsewhere, whichever vendor's wire it speaks. */
import type { Clock } from '#domain/ports/stores.ts';
import { askEngine, EngineError } from '../engines/ask-engine.ts';
import { EventStreamError, readEvents } from '../engines/server-sent-events.ts';
import type { ModelAnswer, Prompt } from './prompt.ts';

/** Asks one model. Rejects with an {@link EngineError}. `totalMs`: it has no more time. */
export type ChatModel = {
  readonly name: string;
  answer(prompt: Prompt, totalMs: number): Promise<ModelAnswer>;
};

export type ChatModelOptions = {
  /** Where it is asked; without a path: where the vendor answers. */
  readonly url: string;
  readonly model: string;
  /** Null: it wants none. */
  readonly key: string | null;
  readonly clock: Pick<Clock, 'after' | 'now'>;
};

/** Until its first word, and from one to the next. Milliseconds. */
const PART_MS = 2000;
/** Bytes of a stream: a hundred for each of its words. */
const MAX_BYTES = 400_000;

/** What the parts of one answer come to. Mutable. */
export class AnswerParts {
  tool: string | null = null;
  input = '';
  text = '';
  isWhole = false;
}

/**
 * Asks for a stream of events, each of which is put to `take`, which says false where it is no event of this wire. An
 * answer that breaks off is none: half a sentence may say the opposite.
 */
export async function streamAnswer(
  request: { readonly url: URL; readonly headers: Readonly<Record<string, string>>; readonly body: object },
  { clock, totalMs }: { readonly clock: Pick<Clock, 'after' | 'now'>; readonly totalMs: number },
  take: (event: unknown, parts: AnswerParts) => boolean,
): Promise<ModelAnswer> {
  const parts = new AnswerParts();
  const stream = askEngine({
    ...request,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...request.headers },
    body: JSON.stringify(request.body),
    partMs: Math.min(PART_MS, totalMs),
    totalMs,
    maxBytes: MAX_BYTES,
    isAnswer: (mediaType) => mediaType === 'text/event-stream',
    signal: new AbortController().signal,
    clock,
  });
  try {
    for await (const data of readEvents(stream)) {
      if (data === '[DONE]') break;
      if (!take(parsed(data), parts)) throw new EngineError('nonsense');
      if (parts.isWhole) break;
    }
  } catch (error) {
    throw error instanceof EventStreamError ? new EngineError('too_long') : error;
  }
  if (!parts.isWhole) throw new EngineError('cut');
  return { tool: parts.tool, input: parts.input, text: parts.text };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

/** A field of what may be no object. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** The text of a field; empty where it has none. */
export function textIn(value: unknown, name: string): string {
  const text = field(value, name);
  return typeof text === 'string' ? text : '';
}
