/** What a caller who waits is told: their place and wait while someone is there, and the truth when no one is. */
import type { CallerSay } from '#catalogue/caller.ts';
import type { CallerView } from '#realtime/caller/protocol.ts';
import { waitInWords } from './texts.ts';

/** The sentences in their order; the first is the one that matters. */
export function queueWords(view: CallerView, say: CallerSay): readonly [first: string, then: string | null] {
  const { isHandedOn, isStaffed, next, position, estimatedWait } = view;
  if (isHandedOn) return [say('queueHandedOn'), waitInWords(say, estimatedWait)];
  if (!isStaffed) return [say('queueUnstaffed'), say(`ifUnstaffed.${next ?? 'wait'}`)];
  const place =
    position === null ? say('queueSoon') : position === 1 ? say('queueNext') : say('queuePosition', { position });
  return [place, waitInWords(say, estimatedWait)];
}
