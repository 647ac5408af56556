/** A call comes in from outside. */
import type { Destination } from '#domain/directory/destination.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import { houseLanguage } from '#domain/directory/language.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { isBlocked } from '#domain/directory/workspace.ts';
import type { Call, CallDraft } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import { ENTRY } from '#domain/call/lifecycle.ts';
import { DIRECT_PLAN, joinQueue } from '#domain/call/offer.ts';
import { waiting } from '#domain/call/participant.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Deps } from '../core/deps.ts';
import { enter } from '../core/enter.ts';
import { arriveAt } from '../ivr/enter-queue.ts';

/** Someone calls one of the workspace's numbers. */
export type CallArrived = {
  readonly workspaceId: number;
  /** Null where the caller withholds it: such a call has no contact, and no announcement is matched to it. */
  readonly from: E164 | null;
  /** The number called, in E.164. */
  readonly to: E164;
  readonly origin: 'phone' | 'web';
  readonly carrier: string;
  /** Null: the workspace's own, as for a telephone, which says none. */
  readonly lang: string | null;
  readonly requestKey: string | null;
  /** The call in which the voice agent spoke to this caller before, and the conversation that both belong to. */
  readonly finCallId?: number;
  readonly conversationId?: number;
};

/**
 * Takes the call where its number goes: into the menus or past them, to an agent, or to the voice agent. A place that
 * is not there any more is the first menus, so that no caller is lost. Refused: a number that is not the workspace's, a
 * caller who is blocked.
 */
export async function takeCall(deps: Deps, arrived: CallArrived): Promise<Outcome<Call>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const directory = await deps.store.directory.load(arrived.workspaceId);
  const line = directory.numbers.find((number) => number.number === arrived.to);
  if (line === undefined) return refused({ code: 'number_unknown' });
  if (isBlocked(directory, null, arrived.from)) return refused({ code: 'contact_blocked' });
  const now = deps.clock.now();
  const taken = await enter(deps, {
    ...CALL_DEFAULTS,
    uid: deps.newUid(),
    workspaceId: arrived.workspaceId,
    direction: 'inbound',
    conversationId: arrived.conversationId ?? null,
    lang: arrived.lang ?? houseLanguage(directory.languages),
    contactId: null,
    contactNumber: arrived.from,
    ownNumber: line.display,
    carrier: arrived.carrier,
    createdAt: now,
    updatedAt: now,
    participants: [waiting('end_user')],
    requestKey: arrived.requestKey,
    finCallId: arrived.finCallId ?? null,
    ...entryAt(directory, line.destination, arrived.origin, now),
  });
  return taken.ok ? arriveAt(deps, taken.value, line.destination) : taken;
}

/** How the call begins where it goes: with the voice agent, with one agent, or in the menus. */
function entryAt(
  directory: Directory,
  { kind, id }: Destination,
  origin: 'phone' | 'web',
  now: Date,
): Pick<CallDraft, 'origin' | 'state'> & Partial<CallDraft> {
  if (kind === 'fin') return { origin: 'fin', state: ENTRY.fin, queuedAt: now };
  if (kind !== 'agent' || id === null || !directory.agents.has(id)) return { origin, state: ENTRY[origin] };
  return { origin, state: 'queued', agentId: id, queuedAt: now, ...joinQueue(DIRECT_PLAN, now) };
}
