/** How long a queue takes, in words. */
import type { QueueView } from '#realtime/agent/protocol.ts';

/** `no wait`, `about 3 minutes`, `none available`. Of a queue that takes calls. */
export function sayWait({
  waiting,
  available,
  estimatedWait,
}: Pick<QueueView, 'waiting' | 'available' | 'estimatedWait'>): string {
  if (waiting === 0 && available > 0) return 'no wait';
  if (estimatedWait === null) return waiting === 0 ? 'none available' : `${waiting} waiting`;
  if (estimatedWait < 60) return 'less than a minute';
  const minutes = Math.round(estimatedWait / 60);
  return `about ${minutes} minute${minutes === 1 ? '' : 's'}`;
}
