/** Calls for a queue: asked for by API now or for later, or coming in from outside. */
import type { Menu, MenuKind } from '#domain/directory/menu.ts';
import { MENU_KINDS } from '#domain/directory/menu.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call, CallDraft, RecordingPermission } from '#domain/call/call.ts';
import { BLANK } from '#domain/call/call.ts';
import { conditionOf, deflectionWord, sentAway } from '#domain/call/deflection.ts';
import { ENTRY } from '#domain/call/lifecycle.ts';
import { joinQueue, planOf } from '#domain/call/offer.ts';
import { waiting } from '#domain/call/participant.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Target } from './asking.ts';
import { askLanguage, askMenu, askTarget, permissionFor, queueNumber } from './asking.ts';
import type { Deps } from '../core/deps.ts';
import { enter } from './enter.ts';

/** Source: seed 004, "Only IVR and mobile menu IDs are permitted". */
const INCOMING_KINDS: readonly MenuKind[] = ['ivr_menu', 'mobile_menu'];
/** Source: seed 004, "Only mobile and web menu IDs are permitted". */
const SCHEDULED_KINDS: readonly MenuKind[] = ['mobile_menu', 'web_menu'];

/** A queued call as asked for by API. */
export type ReceiveCall = {
  readonly workspaceId: number;
  readonly menuId: number;
  readonly ticketId: string | null;
  readonly number: E164;
  readonly ownNumber: string | null;
  readonly lang: string;
  readonly recordingPermission: RecordingPermission;
  readonly requestKey: string | null;
};

/** Queues the call at once. Refused in this order: language, menu, contact. */
export async function receiveCall(deps: Deps, asked: ReceiveCall): Promise<Outcome<Call>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const directory = await deps.store.directory.load(asked.workspaceId);
  const language = askLanguage(directory, asked.lang);
  if (!language.ok) return language;
  const now = deps.clock.now();
  const menu = askMenu(directory, asked.menuId, INCOMING_KINDS, now);
  if (!menu.ok) return menu;
  const target = await askTarget(deps.store.directory, asked.workspaceId, asked);
  if (!target.ok) return target;
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

/** A call for later. */
export type ScheduleCall = Omit<ReceiveCall, 'menuId'> & {
  /** Null takes the parent's menu, whatever its kind. */
  readonly menuId: number | null;
  /** The call that this one calls back. */
  readonly parentId: number | null;
  /** Null: now. */
  readonly scheduledAt: Date | null;
};

/**
 * Stores the call for its time. The menu's hours are judged at that time. Refused in this order: language, parent, menu, contact,
 * a time that is past. Source: seed 004 prints each other refusal with a time that is past.
 */
export async function scheduleCall(deps: Deps, asked: ScheduleCall): Promise<Outcome<Call>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const { workspaceId, parentId } = asked;
  const at = asked.scheduledAt ?? deps.clock.now();
  const directory = await deps.store.directory.load(workspaceId);
  const language = askLanguage(directory, asked.lang);
  if (!language.ok) return language;
  const parent = parentId === null ? null : await deps.store.calls.byId(workspaceId, parentId);
  if (parentId !== null && parent === null) return refused({ code: 'parent_unknown', id: parentId });
  const menu = scheduledMenu(directory, asked, at, parent);
  if (!menu.ok) return menu;
  const target = await askTarget(deps.store.directory, workspaceId, asked);
  if (!target.ok) return target;
  const now = deps.clock.now();
  if (asked.scheduledAt !== null && at <= now) return refused({ code: 'time_past' });
  const draft = queueDraft(deps, asked, menu.value, target.value, queueNumber(directory, asked.ownNumber), now);
  return enter(deps, {
    ...draft,
    origin: 'scheduled_api',
    direction: 'outbound',
    state: ENTRY.scheduled_api,
    parentId,
    scheduledAt: at,
  });
}

/** The menu asked for, or the parent's. One that was not asked for is not judged by its kind, nor named when it is gone. */
function scheduledMenu(directory: Directory, { menuId }: ScheduleCall, at: Date, parent: Call | null): Outcome<Menu> {
  if (menuId !== null) return askMenu(directory, menuId, SCHEDULED_KINDS, at);
  const menu = askMenu(directory, parent?.menuId ?? 0, MENU_KINDS, at);
  return menu.ok || menu.refusal.code !== 'menu_unknown' ? menu : refused({ code: 'parent_without_menu' });
}

function queueDraft(
  deps: Deps,
  asked: Omit<ReceiveCall, 'menuId'>,
  menu: Menu,
  { ticket, contact, number }: Target,
  ownNumber: string | null,
  now: Date,
): Omit<CallDraft, 'origin' | 'direction' | 'state'> {
  return {
    ...BLANK,
    uid: deps.newUid(),
    workspaceId: asked.workspaceId,
    conversationId: null,
    lang: asked.lang,
    contactId: contact?.id ?? null,
    contactNumber: number,
    ownNumber,
    ticketId: ticket?.id ?? null,
    ticketUrl: ticket?.url ?? null,
    menuId: menu.id,
    carrier: deps.firstCarrier,
    createdAt: now,
    updatedAt: now,
    recordingPermission: permissionFor(menu, asked.recordingPermission),
    participants: [waiting('end_user')],
    requestKey: asked.requestKey,
  };
}

/** Somebody calls one of the workspace's numbers. */
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

/** Takes the call: into the menus, or to the voice agent where the number is a Fin number. */
export async function takeCall(deps: Deps, arrived: CallArrived): Promise<Outcome<Call>> {
  if (deps.isDraining()) return refused({ code: 'draining' });
  const directory = await deps.store.directory.load(arrived.workspaceId);
  const line = directory.numbers.find((number) => number.number === arrived.to);
  if (line === undefined) return refused({ code: 'number_unknown' });
  const origin = line.line === 'fin' ? 'fin' : arrived.origin;
  const now = deps.clock.now();
  return enter(deps, {
    ...BLANK,
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

/**
 * The caller chose a menu: into its queue, or deflected when it cannot serve; either way it is the call's menu from now on. Refused:
 * unknown menus, callers who are past the menus.
 */
export async function selectMenu(
  deps: Deps,
  workspaceId: number,
  callId: number,
  menuId: number,
): Promise<Outcome<Call>> {
  const directory = await deps.store.directory.load(workspaceId);
  const menu = directory.menus.get(menuId);
  if (menu === undefined || menu.deleted) return refused({ code: 'menu_unknown', id: menuId });
  const condition = conditionOf(menu, deps.clock.now(), deps.router.waitingFor(workspaceId, menuId));
  return deps.mover.happened(
    callId,
    condition === 'open'
      ? { type: 'menu_selected', menuId, plan: planOf(menu) }
      : sentAway(deflectionWord(menu, condition), menuId),
    workspaceId,
  );
}
