/** A scheduled call is moved: to another time, to another queue, or both. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import { resolveMenu, SCHEDULED_KINDS } from '../core/resolve.ts';
import type { Deps } from '../core/deps.ts';
import { MENU_KINDS } from '#domain/directory/menu.ts';

/** Where it is moved; what is absent stays. */
export type Rescheduling = { readonly at?: Date; readonly menuId?: number };

/**
 * Moves it. Refused: a time that is past, and a queue that takes no such call at that time, as when a call is
 * scheduled; a call that is not scheduled any more (`event_not_allowed`).
 */
export async function rescheduleCall(
  deps: Deps,
  by: Actor,
  callId: number,
  { at, menuId }: Rescheduling,
): Promise<Outcome<Call>> {
  const directory = await deps.store.directory.load(by.workspaceId);
  return act(deps, by, 'reschedule', callId, (call, now) => {
    const time = at ?? call.scheduledAt ?? now;
    const queue = menuId ?? call.menuId ?? 0;
    // The queue that the call is in already may be of any kind: a call-back joins its parent's.
    const menu = resolveMenu(directory, queue, queue === call.menuId ? MENU_KINDS : SCHEDULED_KINDS, time);
    if (call.state === 'scheduled' && !menu.ok) return menu;
    if (call.state === 'scheduled' && time <= now) return refused({ code: 'time_past' });
    return { type: 'rescheduled', at: time, menuId: queue };
  });
}
