/** Opening hours: weekly ranges in the menu's own time zone. */
import { isTimeZone } from './time-zone.ts';

/** The days, as `Intl` shortens their English names. */
export const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Day = (typeof DAYS)[number];

/** From and to, minutes since midnight local time; `to` is exclusive, 1440 is midnight. */
export type Range = { readonly from: number; readonly to: number };

/** A date on which other hours hold than on its weekday. */
export type Holiday = {
  /** In the menu's time zone, as `2026-12-25`. */
  readonly date: string;
  /** For those who read the hours; may be empty. */
  readonly name: string;
  /** None: closed all day. */
  readonly open: readonly Range[];
};

/** The most holidays of a menu: three years of one a week, and some. */
export const MAX_HOLIDAYS = 200;

/** When a menu is open. A day without ranges is closed; an empty table is never open. */
export type WeeklyHours = {
  /** IANA name, for example `America/Los_Angeles`. */
  readonly timeZone: string;
  readonly open: Readonly<Partial<Record<Day, readonly Range[]>>>;
  /** On different dates. Absent in hours stored before there were any. */
  readonly holidays?: readonly Holiday[];
};

/** A range that ends before it begins, of a day or of a holiday; `place` and `holiday` count from 0. */
type HoursReversed = { readonly code: 'menu_hours_reversed'; readonly place: number } & (
  | { readonly day: Day }
  | { readonly day: null; readonly holiday: number }
);

/**
 * What is wrong with the hours: a time zone that has no IANA name or is unknown here, a range that ends before it
 * begins, a date with two holidays; null when nothing is.
 */
export function hoursFault(
  hours: WeeklyHours | null,
):
  | { readonly code: 'menu_time_zone_unknown'; readonly timeZone: string }
  | HoursReversed
  | { readonly code: 'menu_holiday_twice'; readonly holiday: number }
  | null {
  if (hours === null) return null;
  const { timeZone, open, holidays = [] } = hours;
  if (!isTimeZone(timeZone)) return { code: 'menu_time_zone_unknown', timeZone };
  for (const day of DAYS) {
    const place = reversedIn(open[day] ?? []);
    if (place >= 0) return { code: 'menu_hours_reversed', day, place };
  }
  for (const [holiday, { date, open: ranges }] of holidays.entries()) {
    if (holidays.findIndex((other) => other.date === date) !== holiday) return { code: 'menu_holiday_twice', holiday };
    const place = reversedIn(ranges);
    if (place >= 0) return { code: 'menu_hours_reversed', day: null, holiday, place };
  }
  return null;
}

function reversedIn(ranges: readonly Range[]): number {
  return ranges.findIndex(({ from, to }) => from >= to);
}

/** Whether the hours include the instant. Daylight saving is the time zone's own: the wall clock decides. */
export function isOpen(hours: WeeklyHours | null, at: Date): boolean {
  if (hours === null) return true;
  const { date, day, minute } = wallClock(hours.timeZone, at);
  const holiday = hours.holidays?.find((each) => each.date === date);
  return (holiday?.open ?? hours.open[day] ?? []).some((range) => range.from <= minute && minute < range.to);
}

function wallClock(timeZone: string, at: Date): { date: string; day: Day; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  const day = DAYS.find((each) => each === part('weekday').toLowerCase()) ?? 'sun';
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  return { date, day, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}
