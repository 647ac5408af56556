/** What is said of scheduled calls, as people read it. */
import { locale, say } from '../parts/language.ts';

/** The time where the contact's number is from; null where it does not tell, or where it is ours. */
export function timeThere(at: string | null, zones: readonly string[]): string | null {
  const [first, last = first] = zones;
  if (at === null || first === undefined || last === undefined) return null;
  const [from, to, here] = [clockIn(at, first), clockIn(at, last), clockIn(at, undefined)];
  if (from === to) return from === here ? null : say('scheduled.there', { time: from });
  return say('scheduled.thereBetween', { from, to });
}

function clockIn(at: string, timeZone: string | undefined): string {
  const shown = { weekday: 'short', hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(locale(), timeZone === undefined ? shown : { ...shown, timeZone }).format(
    new Date(at),
  );
}

/** The instant as a field for local times takes it: `2026-03-02T09:00`. */
export function localValue(at: string): string {
  const date = new Date(at);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
