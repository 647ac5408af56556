import type { Call } from '#domain/call/call.ts';

/** Whether the far end called us: it is on the line, and never dialed. */
export function isCaller({ origin }: Pick<Call, 'origin'>): boolean {
  return origin === 'phone' || origin === 'web' || origin === 'fin';
}
