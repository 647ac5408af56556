/** A call comes in from outside. */
import type { E164 } from '#domain/directory/phone-number.ts';
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

/** Someone calls one of the workspace's numbers. */
export type CallArrived = {
  readonly workspaceId: number;
  /** Null where the caller withholds it: such a call has no contact, and no announcement is matched to it. */
  readonly from: E164 | null;
  /** The number called, in E.164. */
  readonly to: E164;
  readonly origin: 'phone' | 'web';
  readonly carrier: string;
  readonly lang: string;
  readonly requestKey: string | null;
  /** The call in which the voice agent spoke to this caller before, and the conversation that both belong to. */
  readonly finCallId?: number;
  readonly conversationId?: number;
};

/**
 * Takes the call: into the menus, or to the voice agent where the number is a Fin number. Refused: a caller who is
 * blocked.
 */
export async function takeCall(deps: Deps, arrived: CallArrived): Promise<Outcome<Call>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const directory = await deps.store.directory.load(arrived.workspaceId);
  const line = directory.numbers.find((number) => number.number === arrived.to);
  if (line === undefined) return refused({ code: 'number_unknown' });
  if (isBlocked(directory, null, arrived.from)) return refused({ code: 'contact_blocked' });
  const origin = lineOf(line) === 'fin' ? 'fin' : arrived.origin;
  const now = deps.clock.now();
  return enter(deps, {
    ...CALL_DEFAULTS,
    uid: deps.newUid(),
    workspaceId: arrived.workspaceId,
    origin,
    direction: 'inbound',
    state: ENTRY[origin],
    conversationId: arrived.conversationId ?? null,
    lang: arrived.lang,
    contactId: null,
    contactNumber: arrived.from,
    ownNumber: line.display,
    carrier: arrived.carrier,
    createdAt: now,
    updatedAt: now,
    queuedAt: origin === 'fin' ? now : null,
    participants: [waiting('end_user')],
    requestKey: arrived.requestKey,
    finCallId: arrived.finCallId ?? null,
  });
}
