/**
 * Reads dates and times of requests: one grammar for every API and every parameter. Source: ISO 8601, calendar dates.
 */

/**
 * Where a text stood. In a query, the raw `+` of an offset has come as a blank, and is read as the plus sign that it
 * was.
 */
export type Whence = 'body' | 'query';

const ZONE = String.raw`(?<zone>z|(?<sign>[-+\u2212 ])(?<zoneHour>\d\d)(?::?(?<zoneMinute>\d\d))?)?`;
const FRACTION = String.raw`(?:[.,](?<fraction>\d{1,18}))?`;
const FORMS = [
  String.raw`(?<date>\d{4}-\d\d-\d\d)(?:(?<gap>[t ])(?<hour>\d\d)(?::(?<minute>\d\d)(?::(?<second>\d\d))?)?`,
  String.raw`(?<date>\d{8})(?:(?<gap>[t ])(?<hour>\d\d)(?:(?<minute>\d\d)(?<second>\d\d)?)?`,
].map((form) => new RegExp(`^${form}${FRACTION}${ZONE})?$`, 'i'));

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

type Parts = Readonly<Record<string, string | undefined>>;

/**
 * A date and time in extended (`2027-03-01T10:00:00.5+01:00`) or basic form (`20270301T100000Z`), from the years 1 to
 * 9999, to the millisecond below; without an offset it is UTC. Seconds and minutes may be left out, `T` may be a blank,
 * the fraction may have a comma, the offset its hours alone. `24:00` is the next midnight, a leap second (`23:59:60` in
 * UTC at the end of a month) the second after it. Null for days and times that do not exist, numbers, week dates,
 * ordinal dates, and a date alone.
 */
export function readInstant(text: string, whence: Whence): Date | null {
  const parts = partsOf(text);
  return parts?.['hour'] === undefined ? null : instantOf(parts, whence);
}

/** As `readInstant`; a date alone (`2027-03-01`, `20270301`) is its midnight in UTC. For the borders of lists. */
export function readInstantOrDay(text: string, whence: Whence): Date | null {
  return readDay(text) ?? readInstant(text, whence);
}

/** A date alone, as its midnight in UTC; null for anything else. For reports by day. */
export function readDay(text: string): Date | null {
  const parts = partsOf(text);
  return parts === null || parts['hour'] !== undefined ? null : between(dayOf(parts));
}

function partsOf(text: string): Parts | null {
  for (const form of FORMS) {
    const found = form.exec(text.trim());
    if (found !== null) return found.groups ?? null;
  }
  return null;
}

function instantOf(parts: Parts, whence: Whence): Date | null {
  const time = timeOf(parts);
  const offset = offsetOf(parts, whence);
  // A blank and two digits could as well be an offset.
  const isVague = parts['gap'] === ' ' && parts['minute'] === undefined;
  if (time === null || offset === null || isVague) return null;
  const at = dayOf(parts) + time - offset;
  return parts['second'] === '60' && !isAfterLeapSecond(at) ? null : between(at);
}

/** The date's midnight in UTC (ms); NaN for a day that does not exist: JavaScript would read 30 February as 2 March. */
function dayOf({ date = '' }: Parts): number {
  const day = date.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? at.getTime() : Number.NaN;
}

/**
 * Since midnight (ms), up to 24:00 and 23:59:60; null when there is no such time. The fraction is one of the smallest
 * unit given.
 */
function timeOf({ hour, minute, second, fraction = '0' }: Parts): number | null {
  const [h, m, s] = [hour, minute, second].map((digits) => Number(digits ?? 0));
  if (h === undefined || m === undefined || s === undefined || h > 24 || m > 59 || s > 60) return null;
  const unit = second !== undefined ? SECOND_MS : minute !== undefined ? MINUTE_MS : HOUR_MS;
  const part = (BigInt(unit) * BigInt(fraction)) / 10n ** BigInt(fraction.length);
  const time = h * HOUR_MS + m * MINUTE_MS + s * SECOND_MS + Number(part);
  return h === 24 && time > DAY_MS ? null : time;
}

/** The zone's offset (ms), east positive; null when there is no such offset. Source: RFC 3339, 5.6: hours up to 23. */
function offsetOf({ zone, sign, zoneHour, zoneMinute }: Parts, whence: Whence): number | null {
  if (zone === undefined || zoneHour === undefined) return 0;
  const [hours, minutes] = [Number(zoneHour), Number(zoneMinute ?? 0)];
  if (hours > 23 || minutes > 59 || (sign === ' ' && whence !== 'query')) return null;
  const offset = hours * HOUR_MS + minutes * MINUTE_MS;
  return sign === '-' || sign === '\u2212' ? -offset : offset;
}

/** Whether the second before ended a month in UTC, where alone one is put in. Source: ITU-R TF.460-6, 2.1. */
function isAfterLeapSecond(at: number): boolean {
  const second = Math.floor(at / SECOND_MS) * SECOND_MS;
  return second % DAY_MS === 0 && new Date(second).getUTCDate() === 1;
}

const FIRST = new Date('0001-01-01T00:00:00Z').getTime();
const LAST = new Date('9999-12-31T23:59:59.999Z').getTime();

/** The instant, in the years that every store and every answer can write. */
function between(at: number): Date | null {
  return at >= FIRST && at <= LAST ? new Date(at) : null;
}
