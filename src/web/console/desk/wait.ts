/** How long a queue takes, in words. */
import type { QueueView } from '#realtime/agent/protocol.ts';
import { say } from '../parts/language.ts';

/** `no wait`, `about 3 minutes`, `none available`. Of a queue that takes calls. */
export function sayWait({
  waiting,
  available,
  estimatedWait,
}: Pick<QueueView, 'waiting' | 'available' | 'estimatedWait'>): string {
  if (waiting === 0 && available > 0) return say('desk.wait.none');
  if (estimatedWait === null)
    return waiting === 0 ? say('desk.wait.noneAvailable') : say('desk.wait.waiting', { count: waiting });
  if (estimatedWait < 60) return say('desk.wait.short');
  const minutes = Math.round(estimatedWait / 60);
  return say('desk.wait.about', { minutes });
}
