/**
 * A scheduled call is not waited for: its queue takes it at once, and the contact is called as soon as an agent has it.
 */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { MENU_KINDS } from '#domain/directory/menu.ts';
import { act } from '../core/act.ts';
import { resolveMenu } from '../core/resolve.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Lets it come due now. Refused: a queue that takes no calls at present; a call that is not scheduled any more
 * (`event_not_allowed`).
 */
export async function callScheduledNow(deps: Deps, by: Actor, callId: number): Promise<Outcome<Call>> {
  const directory = await deps.store.directory.load(by.workspaceId);
  return act(deps, by, 'call_scheduled_now', callId, (call, now) => {
    const menu = resolveMenu(directory, call.menuId ?? 0, MENU_KINDS, now);
    if (call.state === 'scheduled' && !menu.ok) return menu;
    return { type: 'rescheduled', at: now, menuId: call.menuId ?? 0 };
  });
}
