/** What may go wrong with a scheduled call as things stand: said before it comes due. Pure. */
import type { Menu } from '../directory/menu.ts';
import type { Call } from './call.ts';
import { conditionOf } from './deflection.ts';

/**
 * `menu_deleted`, `redirected`, `after_hours`: the queue will not take it at that time; `same_contact`: the contact has
 * another call within the hour.
 */
export const SCHEDULE_WARNINGS = ['menu_deleted', 'redirected', 'after_hours', 'same_contact'] as const;
export type ScheduleWarning = (typeof SCHEDULE_WARNINGS)[number];

/** Two calls to one contact that are less apart are meant to be one. Milliseconds. */
const CLOSE_MS = 3_600_000;

/** Where a list of scheduled calls continues. */
export type SchedulePlace = { readonly at: Date; readonly id: number };

/** The warnings about the call; `others` are the scheduled calls around it. */
export function warningsOf(
  call: Pick<Call, 'id' | 'menuId' | 'scheduledAt' | 'contactNumber'>,
  menus: ReadonlyMap<number, Menu>,
  others: readonly Pick<Call, 'id' | 'scheduledAt' | 'contactNumber'>[],
): readonly ScheduleWarning[] {
  const at = call.scheduledAt;
  if (at === null) return [];
  const isClose = others.some(
    (other) =>
      other.id !== call.id &&
      other.contactNumber !== null &&
      other.contactNumber === call.contactNumber &&
      Math.abs((other.scheduledAt?.getTime() ?? 0) - at.getTime()) < CLOSE_MS,
  );
  return [...queueWarnings(menus.get(call.menuId ?? 0), at), ...(isClose ? (['same_contact'] as const) : [])];
}

function queueWarnings(menu: Menu | undefined, at: Date): readonly ScheduleWarning[] {
  if (menu === undefined || menu.deleted) return ['menu_deleted'];
  const condition = conditionOf(menu, at, 0);
  return condition === 'redirected' || condition === 'after_hours' ? [condition] : [];
}
