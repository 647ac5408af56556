import { randomUUIDv7 } from 'node:crypto';
import type { CallDraft } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import { ENTRY } from '#domain/call/lifecycle.ts';
import { waiting } from '#domain/call/participant.ts';

/** So many different callers ask; a tenth of a million, so that most calls of a run bring a new contact. */
const CALLERS = 100_000;

/** The number of the n-th caller: possible by its length, and in no one's magic table. */
export function callerOf(n: number): string {
  return `+1212${2_000_000 + ((n * 7919) % CALLERS)}`;
}

/** A call that waits for the menu, as the engine would store it. */
export function queuedDraft(n: number, menuId: number, now: Date): CallDraft {
  return {
    ...CALL_DEFAULTS,
    uid: randomUUIDv7(),
    workspaceId: 1,
    origin: 'incoming_api',
    direction: 'inbound',
    state: ENTRY.incoming_api,
    conversationId: null,
    lang: 'en',
    contactId: null,
    contactNumber: callerOf(n),
    ownNumber: '+1 339-219-5276',
    menuId,
    carrier: 'simulator',
    createdAt: now,
    updatedAt: now,
    queuedAt: now,
    deadlineAt: new Date(now.getTime() + 3_600_000),
    participants: [waiting('end_user')],
    offerType: 'cascade',
    offerSeconds: 30,
    requestKey: null,
  };
}
