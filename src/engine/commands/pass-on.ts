/** The voice agent passes its caller on to people: the same caller continues in a call of their own. */
import type { Brief } from '#domain/voice-agent/brief.ts';
import { hasQueue } from '#domain/directory/queues.ts';
import { defaultNumber } from '#domain/directory/workspace.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { trunkOf } from '#domain/directory/trunk.ts';
import type { Call } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import { ENTRY } from '#domain/call/lifecycle.ts';
import { waiting } from '#domain/call/participant.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Deps } from '../core/deps.ts';
import { enter } from '../core/enter.ts';
import { choicesAt } from '../ivr/caller-menus.ts';
import { enterQueue } from '../ivr/enter-queue.ts';

/**
 * Makes the call in which the caller of the voice agent's call continues, with the same conversation, and sends it to
 * the queue that the workspace has for them, else that of the number that queues dial from, else the first one that
 * callers can choose. Its summary is the voice
 * agent's, and whoever takes it is told the rest. Asked twice, it is the same call. Its carrier has yet to give it the
 * caller's far end. Refused: a call that is not the voice agent's or has ended; a workspace without a queue.
 */
export async function passOn(deps: Deps, finCallId: number, brief: Brief): Promise<Outcome<Call>> {
  const fin = await deps.store.calls.anyById(finCallId);
  if (fin === null) return refused({ code: 'call_unknown', id: String(finCallId) });
  if (fin.origin !== 'fin' || fin.state !== 'connected')
    return refused({ code: 'event_not_allowed', state: fin.state, event: 'transfer_started' });
  const directory = await deps.store.directory.load(fin.workspaceId);
  const menuId = queueFor(directory);
  if (menuId === null) return refused({ code: 'menu_unknown', id: 0 });
  const now = deps.clock.now();
  // Before anyone is rung.
  deps.briefs.put(fin.id, brief);
  if (directory.workspace.transcripts !== 'off') await deps.store.talks.keepBrief(fin.workspaceId, fin.id, brief);
  const origin = trunkOf(fin.carrier) === null ? 'web' : 'phone';
  const entered = await enter(deps, {
    ...CALL_DEFAULTS,
    uid: deps.newUid(),
    workspaceId: fin.workspaceId,
    origin,
    direction: 'inbound',
    state: ENTRY[origin],
    conversationId: fin.conversationId,
    lang: fin.lang,
    contactId: fin.contact?.id ?? null,
    contactNumber: fin.contactNumber,
    ownNumber: fin.ownNumber,
    carrier: fin.carrier,
    createdAt: now,
    updatedAt: now,
    participants: [waiting('end_user')],
    requestKey: `fin-handoff ${fin.id}`,
    finCallId: fin.id,
    summary: brief.summary,
  });
  if (!entered.ok || entered.value.state !== 'selecting') return entered;
  return enterQueue(deps, directory, entered.value, menuId);
}

/** Where a caller goes who wants a person: straight to a queue, without a choice. Null: there is none. */
function queueFor(directory: Directory): number | null {
  const { handOverMenuId: wanted } = directory.workspace;
  if (wanted !== null && hasQueue(directory, wanted)) return wanted;
  const { kind, id } = defaultNumber(directory)?.destination ?? { kind: 'menu', id: null };
  const at = (kind === 'menu' || kind === 'queue') && id !== null ? directory.menus.get(id) : undefined;
  return firstQueue(directory, at === undefined || at.deleted ? null : at.id);
}

/** The menu itself where nothing can be chosen below it, else the first one below. */
function firstQueue(directory: Directory, menuId: number | null): number | null {
  const choices = choicesAt(directory, menuId);
  if (choices.length === 0) return menuId;
  return choices.map((choice) => firstQueue(directory, choice.menuId)).find((found) => found !== null) ?? null;
}
