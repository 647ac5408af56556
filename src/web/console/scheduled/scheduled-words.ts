/** What is said of scheduled calls, as people read it. */
import type { ScheduleWarning } from '#domain/call/scheduled.ts';

export const WARNING_WORDS = {
  menu_deleted: 'Its queue was deleted',
  redirected: 'Its queue is redirected',
  after_hours: 'Outside the queue’s hours',
  same_contact: 'Another call to them within the hour',
} as const satisfies Record<ScheduleWarning, string>;

/** The time where the contact's number is from; null where it does not tell, or where it is ours. */
export function timeThere(at: string | null, zones: readonly string[]): string | null {
  const [first, last = first] = zones;
  if (at === null || first === undefined || last === undefined) return null;
  const [from, to, here] = [first, last, undefined].map((zone) => clockIn(at, zone));
  if (from === to) return from === here ? null : `${from} there`;
  return `${from} to ${to} there`;
}

function clockIn(at: string, timeZone: string | undefined): string {
  const shown = { weekday: 'short', hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(undefined, timeZone === undefined ? shown : { ...shown, timeZone }).format(
    new Date(at),
  );
}

/** The instant as a field for local times takes it: `2026-03-02T09:00`. */
export function localValue(at: string): string {
  const date = new Date(at);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
