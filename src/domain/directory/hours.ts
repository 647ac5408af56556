/** Opening hours: weekly ranges in the menu's own time zone. */
import { isTimeZone } from './time-zone.ts';

/** The days, as `Intl` shortens their English names. */
export const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Day = (typeof DAYS)[number];

/** From and to, minutes since midnight local time; `to` is exclusive, 1440 is midnight. */
export type Range = { readonly from: number; readonly to: number };

/** When a menu is open. A day without ranges is closed; an empty table is never open. */
export type WeeklyHours = {
  /** IANA name, for example `America/Los_Angeles`. */
  readonly timeZone: string;
  readonly open: Readonly<Partial<Record<Day, readonly Range[]>>>;
};

/** What is wrong with the hours: a time zone that has no IANA name or is unknown here, or a range that ends before it begins; null when nothing is. */
export function hoursFault(
  hours: WeeklyHours | null,
):
  | { readonly code: 'menu_time_zone_unknown'; readonly timeZone: string }
  | { readonly code: 'menu_hours_reversed'; readonly day: Day; readonly place: number }
  | null {
  if (hours === null) return null;
  const { timeZone, open } = hours;
  if (!isTimeZone(timeZone)) return { code: 'menu_time_zone_unknown', timeZone };
  for (const day of DAYS) {
    const place = (open[day] ?? []).findIndex(({ from, to }) => from >= to);
    if (place >= 0) return { code: 'menu_hours_reversed', day, place };
  }
  return null;
}

/** Whether the hours include the instant. Daylight saving is the time zone's own: the wall clock decides. */
export function isOpen(hours: WeeklyHours | null, at: Date): boolean {
  if (hours === null) return true;
  const { day, minute } = wallClock(hours.timeZone, at);
  return (hours.open[day] ?? []).some((range) => range.from <= minute && minute < range.to);
}

function wallClock(timeZone: string, at: Date): { day: Day; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  const day = DAYS.find((each) => each === part('weekday').toLowerCase()) ?? 'sun';
  return { day, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}
