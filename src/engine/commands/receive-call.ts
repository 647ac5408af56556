/** A call for a queue, asked for by API for now. */
import type { MenuKind } from '#domain/directory/menu.ts';
import { isBlocked } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import { ENTRY } from '#domain/call/lifecycle.ts';
import { joinQueue, planOf } from '#domain/call/offer.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import { resolveLanguage, resolveMenu, resolveCallee, queueNumber } from '../core/resolve.ts';
import type { Deps } from '../core/deps.ts';
import { enter } from '../core/enter.ts';
import type { ReceiveCall } from '../core/queue-draft.ts';
import { queueDraft } from '../core/queue-draft.ts';

/** Source: seed 004, "Only IVR and mobile menu IDs are permitted". */
const INCOMING_KINDS: readonly MenuKind[] = ['ivr_menu', 'mobile_menu'];

/** Queues the call at once. Refused in this order: language, menu, contact; then one who is blocked. */
export async function receiveCall(deps: Deps, asked: ReceiveCall): Promise<Outcome<Call>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const directory = await deps.store.directory.load(asked.workspaceId);
  const language = resolveLanguage(directory, asked.lang);
  if (!language.ok) return language;
  const now = deps.clock.now();
  const menu = resolveMenu(directory, asked.menuId, INCOMING_KINDS, now);
  if (!menu.ok) return menu;
  const target = await resolveCallee(deps.store.directory, asked.workspaceId, asked);
  if (!target.ok) return target;
  if (isBlocked(directory, target.value.contact?.id ?? null, target.value.number))
    return refused({ code: 'contact_blocked' });
  const draft = queueDraft(deps, asked, menu.value, target.value, queueNumber(directory, asked.ownNumber), now);
  return enter(deps, {
    ...draft,
    origin: 'incoming_api',
    direction: 'inbound',
    state: ENTRY.incoming_api,
    queuedAt: now,
    ...joinQueue(planOf(menu.value), now),
  });
}
