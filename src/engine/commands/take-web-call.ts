/** Calls from a browser: no one dials a number, and nothing is known of the caller but perhaps a name. */
import { judgeLanguage } from '#domain/directory/language.ts';
import type { PhoneNumber } from '#domain/directory/phone-number.ts';
import { lineOf } from '#domain/directory/phone-number.ts';
import { isBlocked } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import { ENTRY } from '#domain/call/lifecycle.ts';
import { waiting } from '#domain/call/participant.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Deps } from '../core/deps.ts';
import { enter } from '../core/enter.ts';

/** A web call as it arrives. */
export type TakeWebCall = {
  readonly workspaceId: number;
  /** Made before the call, because the caller's sound is known by it. */
  readonly uid: string;
  readonly carrier: string;
  /** A language that the workspace does not speak counts as English. */
  readonly lang: string;
  readonly name: string | null;
  /** They want the voice agent; where the workspace has no number of its own for it, they come into the menus. */
  readonly isForVoiceAgent?: boolean;
  /**
   * The contact and the conversation of a Messenger link; absent for a stranger, who becomes a new contact without a
   * number.
   */
  readonly from?: { readonly contactId: number; readonly conversationId: number };
};

/** Takes the call into the menus, or to the voice agent. Refused: a contact who is blocked. */
export async function takeWebCall(deps: Deps, asked: TakeWebCall): Promise<Outcome<Call>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const directory = await deps.store.directory.load(asked.workspaceId);
  if (isBlocked(directory, asked.from?.contactId ?? null, null)) return refused({ code: 'contact_blocked' });
  const contactId = asked.from?.contactId ?? (await deps.live.contacts.addAnonymous(asked.workspaceId, asked.name)).id;
  const contact = await deps.store.directory.contact(asked.workspaceId, contactId);
  const line = asked.isForVoiceAgent === true ? directory.numbers.find(isFinLine) : undefined;
  const now = deps.clock.now();
  return enter(deps, {
    ...CALL_DEFAULTS,
    uid: asked.uid,
    workspaceId: asked.workspaceId,
    ...(line === undefined ? { origin: 'web', state: ENTRY.web } : { origin: 'fin', state: ENTRY.fin, queuedAt: now }),
    direction: 'inbound',
    conversationId: asked.from?.conversationId ?? null,
    lang: judgeLanguage(directory.languages, asked.lang) === 'available' ? asked.lang : 'en',
    contactId,
    contactNumber: contact?.phone ?? null,
    ownNumber: line?.display ?? null,
    carrier: asked.carrier,
    createdAt: now,
    updatedAt: now,
    participants: [waiting('end_user')],
    requestKey: null,
  });
}

function isFinLine(number: PhoneNumber): boolean {
  return lineOf(number) === 'fin';
}
