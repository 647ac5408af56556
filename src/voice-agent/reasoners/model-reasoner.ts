/** A reasoner that asks language models elsewhere, in order; what they do not decide in time the table decides. */
import type { Reasoner } from '#domain/ports/reasoner.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Asking } from '#domain/voice-agent/choice.ts';
import { choose, decidedByTable } from '#domain/voice-agent/choice.ts';
import type { Decision, Dialogue } from '#domain/voice-agent/dialogue.ts';
import { EngineError, leaveMsOf } from '../engines/ask-engine.ts';
import type { Attempt, Breaker } from '../engines/breaker.ts';
import type { ChatModel } from './chat-model.ts';
import { promptFor, readChoice } from './prompt.ts';

/** For all models together: a caller is not to wait for longer than four seconds. Milliseconds. */
const THINKING_MS = 3500;
/** With less time than this no other model is asked. Milliseconds. */
const MIN_MS = 400;

/** A model that may be passed over. */
export type ChainedModel = { readonly model: ChatModel; readonly breaker: Pick<Breaker, 'enter'> };

export type ModelReasonerParts = {
  readonly models: readonly ChainedModel[];
  /** Finds articles, and decides what is no matter for a model. */
  readonly embedded: Reasoner;
  readonly clock: Pick<Clock, 'elapsed'>;
  /** A model has failed; another one, or the table, decides. */
  failed(error: unknown): void;
};

/** Makes it. */
export function createModelReasoner({ models, embedded, clock, failed }: ModelReasonerParts): Reasoner {
  const chosen = async (dialogue: Dialogue, asking: Asking): Promise<Decision | null> => {
    const prompt = promptFor(dialogue, asking.text, asking.found);
    const until = clock.elapsed() + THINKING_MS;
    for (const { model, breaker } of models) {
      const leftMs = until - clock.elapsed();
      if (leftMs < MIN_MS) return null;
      const attempt = breaker.enter();
      if (attempt === null) continue;
      try {
        return await decided(attempt, async () => {
          const choice = readChoice(await model.answer(prompt, leftMs));
          const decision = choice === null ? null : choose(dialogue, asking, choice);
          if (decision === null) throw new EngineError('nonsense');
          return decision;
        });
      } catch (error) {
        failed(error);
      }
    }
    return null;
  };

  return {
    find: embedded.find,
    async reply(talk, event) {
      if (event.type !== 'said') return embedded.reply(talk, event);
      const { dialogue, workspaceId, lang } = talk;
      const { found } = await embedded.find({ workspaceId, lang, text: event.text });
      const asking = { second: event.second, text: event.text, found };
      const { decision, isOpen } = decidedByTable(dialogue, asking);
      return (isOpen ? await chosen(dialogue, asking) : null) ?? decision;
    },
  };
}

async function decided(attempt: Attempt, work: () => Promise<Decision>): Promise<Decision> {
  try {
    const decision = await work();
    attempt.answered();
    return decision;
  } catch (error) {
    attempt.failed(leaveMsOf(error));
    throw error;
  }
}
