/** What every call that someone asked for begins with, in whichever direction and whenever it goes. */
import type { CallDraft } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import type { Target } from './resolve.ts';
import type { Deps } from './deps.ts';
import { NO_CARRIER } from './dialing.ts';

/** The draft of a call to or from the target, created now: in a new conversation, and in no state yet. */
export function callDraft(
  deps: Deps,
  asked: Pick<CallDraft, 'workspaceId' | 'lang' | 'requestKey'>,
  { ticket, contact, number }: Target,
  ownNumber: string | null,
  now: Date,
): Omit<CallDraft, 'origin' | 'direction' | 'state' | 'participants'> {
  return {
    ...CALL_DEFAULTS,
    uid: deps.newUid(),
    workspaceId: asked.workspaceId,
    conversationId: null,
    lang: asked.lang,
    contactId: contact?.id ?? null,
    contactNumber: number,
    ownNumber,
    ticketId: ticket?.id ?? null,
    ticketUrl: ticket?.url ?? null,
    carrier: deps.carriersOf(asked.workspaceId)[0] ?? NO_CARRIER,
    createdAt: now,
    updatedAt: now,
    requestKey: asked.requestKey,
  };
}
