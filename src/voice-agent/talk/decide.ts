/** The next decision of a talk, in time. */
import type { TalkEvent } from '#domain/ports/reasoner.ts';
import type { Decision, Dialogue } from '#domain/voice-agent/dialogue.ts';
import type { TalkParts } from './ports.ts';

/** What happens in a talk; when, is added to it. */
export type Happening = TalkEvent extends infer E ? (E extends TalkEvent ? Omit<E, 'second'> : never) : never;

/** The longest that may be thought. Milliseconds. */
const THINKING_MS = 4000;

/**
 * What the reasoner decides; that something has failed, where it does not in time. `isFull`: there is no room for one
 * more talk, so a caller who is greeted hears who speaks, and goes to a person.
 */
export async function decide(
  { reasoner, call, clock }: Pick<TalkParts, 'reasoner' | 'call' | 'clock'>,
  dialogue: Dialogue,
  happening: Happening & { readonly second: number },
  isFull: boolean,
): Promise<Decision> {
  const { second, type } = happening;
  const talk = { workspaceId: call.workspaceId, lang: call.lang, dialogue };
  const late = Promise.withResolvers<null>();
  const cancel = clock.after(THINKING_MS, async () => late.resolve(null));
  const decided = await Promise.race([reasoner.reply(talk, happening), late.promise]);
  cancel();
  if (decided !== null && !((type === 'began' || type === 'resumed') && isFull)) return decided;
  const failed = await reasoner.reply(talk, { type: 'failed', second });
  return { ...failed, say: [...(decided?.say.slice(0, -1) ?? []), ...failed.say] };
}
