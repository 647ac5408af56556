/** What a caller who waits is told: their place and wait while someone is there, and the truth when no one is. */
import type { CallerView } from '#realtime/caller/protocol.ts';
import { waitInWords } from './texts.ts';
import type { Texts } from './texts-en.ts';

/** The sentences in their order; the first is the one that matters. */
export function queueWords(view: CallerView, texts: Texts): readonly [first: string, then: string | null] {
  const { isHandedOn, isStaffed, next, position, estimatedWait } = view;
  if (isHandedOn) return [texts.queueHandedOn, waitInWords(texts, estimatedWait)];
  if (!isStaffed) return [texts.queueUnstaffed, texts.ifUnstaffed[next ?? 'wait']];
  const place = position === null ? texts.queueSoon : position === 1 ? texts.queueNext : texts.queuePosition(position);
  return [place, waitInWords(texts, estimatedWait)];
}
