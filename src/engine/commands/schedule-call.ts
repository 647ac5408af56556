/** A call for a queue, for later: often one that calls back. */
import type { Menu } from '#domain/directory/menu.ts';
import { MENU_KINDS } from '#domain/directory/menu.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import { ENTRY } from '#domain/call/lifecycle.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import { resolveLanguage, resolveMenu, resolveCallee, queueNumber, SCHEDULED_KINDS } from '../core/resolve.ts';
import type { Deps } from '../core/deps.ts';
import { mayBeDialed, noteRefusedCall } from '../core/dialing.ts';
import { enter } from '../core/enter.ts';
import type { ReceiveCall } from '../core/queue-draft.ts';
import { queueDraft } from '../core/queue-draft.ts';

/** A call for later. */
export type ScheduleCall = Omit<ReceiveCall, 'menuId'> & {
  /** Null takes the parent's menu, whatever its kind. */
  readonly menuId: number | null;
  /** Whether the menu may be of any kind, as the parent's may. */
  readonly isOfAnyKind?: boolean;
  /** The call that this one calls back. */
  readonly parentId: number | null;
  /** Null: now. */
  readonly scheduledAt: Date | null;
};

/**
 * Stores the call for its time. The menu's hours are judged at that time. Refused in this order: language, parent,
 * menu, contact, a time that is past, a number that no trunk calls. Source: seed 004 prints each other refusal with a
 * time that is past.
 */
export async function scheduleCall(deps: Deps, asked: ScheduleCall): Promise<Outcome<Call>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const { workspaceId, parentId } = asked;
  const at = asked.scheduledAt ?? deps.clock.now();
  const directory = await deps.store.directory.load(workspaceId);
  const language = resolveLanguage(directory, asked.lang);
  if (!language.ok) return language;
  const parent = parentId === null ? null : await deps.store.calls.byId(workspaceId, parentId);
  if (parentId !== null && parent === null) return refused({ code: 'parent_unknown', id: parentId });
  const menu = scheduledMenu(directory, asked, at, parent);
  if (!menu.ok) return menu;
  const target = await resolveCallee(deps.store.directory, workspaceId, asked);
  if (!target.ok) return target;
  const now = deps.clock.now();
  if (asked.scheduledAt !== null && at <= now) return refused({ code: 'time_past' });
  const draft = queueDraft(deps, asked, menu.value, target.value, queueNumber(directory, asked.ownNumber), now);
  const dialable = await mayBeDialed(deps, { workspaceId, number: target.value.number, callUid: draft.uid });
  if (!dialable.ok) {
    await noteRefusedCall(deps, workspaceId, dialable.refusal);
    return dialable;
  }
  return enter(deps, {
    ...draft,
    origin: 'scheduled_api',
    direction: 'outbound',
    state: ENTRY.scheduled_api,
    parentId,
    scheduledAt: at,
  });
}

/**
 * The menu asked for, or the parent's. One that was not asked for is not judged by its kind, nor named when it is gone.
 */
function scheduledMenu(
  directory: Directory,
  { menuId, isOfAnyKind = false }: ScheduleCall,
  at: Date,
  parent: Call | null,
): Outcome<Menu> {
  if (menuId !== null) return resolveMenu(directory, menuId, isOfAnyKind ? MENU_KINDS : SCHEDULED_KINDS, at);
  const menu = resolveMenu(directory, parent?.menuId ?? 0, MENU_KINDS, at);
  return menu.ok || menu.refusal.code !== 'menu_unknown' ? menu : refused({ code: 'parent_without_menu' });
}
