/** Menus, as people read them: tables. */
import type { MenuCondition } from '#domain/call/deflection.ts';
import type { Day } from '#domain/directory/hours.ts';
import { locale } from '../../parts/language.ts';
import type { Tone } from '../../parts/words.ts';

/** How a menu's condition is marked. Its word is `menus.condition.` with its name. */
export const CONDITION_TONES = {
  open: 'good',
  after_hours: 'calm',
  redirected: 'wait',
  over_capacity: 'bad',
} as const satisfies Readonly<Record<MenuCondition, Tone>>;

/** The days of a week, from Monday on. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Day[];

/** A Monday. */
const MONDAY = Date.UTC(2026, 0, 5);

/** The day's name in the language of the page. */
export function dayWord(day: Day): string {
  const at = new Date(MONDAY + DAYS.indexOf(day) * 86_400_000);
  const name = new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' }).format(at);
  return name.charAt(0).toLocaleUpperCase(locale()) + name.slice(1);
}
