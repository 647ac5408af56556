/** The next decision of a talk, in time. */
import type { TalkEvent } from '#domain/ports/reasoner.ts';
import type { Decision, Dialogue } from '#domain/voice-agent/dialogue.ts';
import { converse } from '#domain/voice-agent/dialogue.ts';
import type { TalkParts } from './ports.ts';

/** What happens in a talk; when, is added to it. */
export type Happening = TalkEvent extends infer E ? (E extends TalkEvent ? Omit<E, 'second'> : never) : never;

/** Who has thought for so long says so. Milliseconds. */
const ONE_MOMENT_MS = 1500;

/** The longest that may be thought. Milliseconds. */
const THINKING_MS = 4000;

/** A talk of which the next decision is wanted. */
export type Undecided = {
  readonly dialogue: Dialogue;
  readonly happening: Happening & { readonly second: number };
  /** There is no room for one more talk: a caller who is greeted hears who speaks, and goes to a person. */
  readonly isFull: boolean;
  /** An answer to the caller takes longer than they should wait without a word. */
  isSlow(): void;
};

/**
 * What the reasoner decides. Where it fails or takes too long, the caller goes to a person, which needs no reasoner;
 * they hear who speaks before that.
 */
export async function decide(
  parts: Pick<TalkParts, 'reasoner' | 'call' | 'clock' | 'failed'>,
  undecided: Undecided,
): Promise<Decision> {
  const { dialogue, happening, isFull } = undecided;
  const { second, type } = happening;
  const decided = await inTime(parts, undecided);
  const begins = type === 'began' || type === 'resumed';
  if (decided !== null && !(begins && isFull)) return decided;
  const failed = converse(dialogue, { type: 'failed', second });
  if (!begins) return failed;
  const { say } = decided ?? converse(dialogue, { ...happening, second });
  return { ...failed, say: [...say.slice(0, -1), ...failed.say] };
}

/** Null: it failed, or took too long. */
async function inTime(
  { reasoner, call, clock, failed }: Pick<TalkParts, 'reasoner' | 'call' | 'clock' | 'failed'>,
  { dialogue, happening, isSlow }: Undecided,
): Promise<Decision | null> {
  const talk = { workspaceId: call.workspaceId, lang: call.lang, dialogue };
  const late = Promise.withResolvers<never>();
  const cancelLate = clock.after(THINKING_MS, async () => late.reject(new Error('The reasoner took too long.')));
  const cancelSlow = happening.type === 'said' ? clock.after(ONE_MOMENT_MS, async () => isSlow()) : () => undefined;
  try {
    return await Promise.race([reasoner.reply(talk, happening), late.promise]);
  } catch (error) {
    failed('voice_agent.reasoner', error);
    return null;
  } finally {
    cancelLate();
    cancelSlow();
  }
}
