/**
 * Calls that the customer's own telephony carries: noted while they are in progress, never routed, offered or recorded
 * here.
 */
import type { Call } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import { ENTRY } from '#domain/call/lifecycle.ts';
import { bridged, waiting } from '#domain/call/participant.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import type { Deps } from '../core/deps.ts';
import { resolveCallerId, resolveLanguage } from '../core/resolve.ts';
import { enter } from '../core/enter.ts';

/** What stands in the call as its carrier: none of ours. */
const ELSEWHERE = 'elsewhere';

/** Such a call, as it is told. */
export type NoteCall = {
  readonly workspaceId: number;
  readonly direction: Call['direction'];
  /** Who is at the other end; null where they withhold their number: such a call has no contact. */
  readonly number: E164 | null;
  /** The workspace's number; null where it is not told. */
  readonly ownNumber: E164 | null;
  readonly lang: string;
  readonly requestKey: string | null;
};

/**
 * Notes the call. It counts as answered from now on, and lasts until it is hung up, or as long as a call may. Refused
 * in this order: a server that stops, language, a number that is not the workspace's.
 */
export async function noteCall(deps: Deps, asked: NoteCall): Promise<Outcome<Call>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const directory = await deps.store.directory.load(asked.workspaceId);
  const language = resolveLanguage(directory, asked.lang);
  if (!language.ok) return language;
  const ownNumber = asked.ownNumber === null ? null : resolveCallerId(directory, asked.ownNumber);
  if (ownNumber === undefined) return refused({ code: 'number_unknown' });
  const now = deps.clock.now();
  return enter(deps, {
    ...CALL_DEFAULTS,
    uid: deps.newUid(),
    workspaceId: asked.workspaceId,
    origin: 'action_only',
    direction: asked.direction,
    state: ENTRY.action_only,
    conversationId: null,
    lang: asked.lang,
    contactId: null,
    contactNumber: asked.number,
    ownNumber,
    carrier: ELSEWHERE,
    createdAt: now,
    updatedAt: now,
    connectedAt: now,
    participants: bridged([waiting('end_user')], now),
    requestKey: asked.requestKey,
  });
}
