/** What time it is where a number is from, as far as the number tells. Pure. */
import type { E164 } from './phone-number.ts';
import { regionOf } from './phone-number.ts';

/**
 * The IANA time zones of the number's country that differ at the instant, from the westernmost on: one where the
 * country has one time, the first and the last where it has several. Empty: no country has the number, or the runtime
 * does not know its zones (`Intl.Locale`).
 */
export function zonesOf(number: E164, at: Date): readonly string[] {
  const region = regionOf(number);
  if (region === null) return [];
  const locale = new Intl.Locale(`und-${region}`) as Intl.Locale & { getTimeZones?: () => readonly string[] };
  const byOffset = new Map((locale.getTimeZones?.() ?? []).map((zone) => [offsetOf(zone, at), zone]));
  const [first, ...rest] = [...byOffset].toSorted(([a], [b]) => a - b).map(([, zone]) => zone);
  const last = rest.at(-1);
  return first === undefined ? [] : last === undefined ? [first] : [first, last];
}

/** Minutes east of UTC. */
function offsetOf(timeZone: string, at: Date): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)$/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}
