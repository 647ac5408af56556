/**
 * Phone numbers: how they are read, compared and shown. The one pure folder file that leans on a package
 * (libphonenumber).
 */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import type { Destination } from './destination.ts';

/** A number in E.164: `+` and 7 to 15 digits. */
export type E164 = string;

/** A country or territory by its two letters in ISO 3166-1, for example `GB`. */
export type Region = CountryCode;

const E164_SHAPE = /^\+[1-9]\d{6,14}$/;
const MAX_INPUT = 40;

/** The most numbers of a workspace: all of them are kept in memory, where every call looks. */
export const MAX_NUMBERS = 5000;

/** A number that belongs to a workspace. */
export type PhoneNumber = {
  readonly id: number;
  readonly number: E164;
  /** As an administrator entered it, for example `+1 339-219-5276`; shown so in the call object of seed 004. */
  readonly display: string;
  readonly destination: Destination;
  /** The trunk that the number is at. Null: no provider's yet, or whichever is first. */
  readonly trunkId: number | null;
  /** The number that queues dial from when none is asked for; at most one a workspace. */
  readonly isDefault: boolean;
};

/** Who answers the number: people, or the voice agent. Only from a number of people's do queues dial. */
export function lineOf({ destination }: Pick<PhoneNumber, 'destination'>): 'queue' | 'fin' {
  return destination.kind === 'fin' ? 'fin' : 'queue';
}

/** Whether the text is E.164 to the letter. Source: seeds 000 and 002, `phone_number` and `phone`. */
export function isE164(text: string): boolean {
  return E164_SHAPE.test(text);
}

/**
 * Reads a number written with a leading `+`; spaces and hyphens are allowed, and a trunk zero after the country code is
 * left out. Null when its length is impossible for its country. Lengths decide, not number plans: seed 004's own
 * `+1 205-123-4567` is in no plan. What would be read as yet another number when it is read again (`+46 0084…`, two
 * trunk zeros) is no number. Mexico's mobile prefix 1, which was given up in 2019 and is still sent by some, is left
 * out.
 */
export function readPhoneNumber(text: string): E164 | null {
  if (text.length > MAX_INPUT || !/^\s*\+[\d\s-]+$/.test(text)) return null;
  const plain = text.replaceAll(/[\s-]/g, '').replace(/^\+521(?=\d{10}$)/, '+52');
  const number = possible(plain);
  return number === plain || (number !== null && possible(number) === number) ? number : null;
}

/** The number as calls have it. One that is in E.164 by its shape and impossible in its country stays as it is. */
export function normalNumber(number: E164): E164 {
  return readPhoneNumber(number) ?? number;
}

function possible(text: string): E164 | null {
  const parsed = parsePhoneNumberFromString(text);
  return parsed?.isPossible() === true && isE164(parsed.number) ? parsed.number : null;
}

/**
 * Reads a number as people paste it: brackets, dots, slashes, dashes and spaces of every script, invisible direction
 * marks, full-width or Arabic digits, a leading `tel:`, a trunk zero in brackets. With a region, the number may also be
 * written as it is dialed there: with the international prefix (`00`, in the United States `011`) or without a country
 * code. Null for what is no possible number, for two numbers, letters and extensions. For pages only: the APIs take
 * what their vendors document.
 */
export function readPastedNumber(pasted: string, region: Region | null = null): E164 | null {
  if (pasted.length > MAX_PASTE) return null;
  const text = plainDigits(pasted);
  if (text.startsWith('+')) return readPhoneNumber(text);
  if (region === null || !/^\d+$/.test(text) || text.length > MAX_INPUT) return null;
  const parsed = parsePhoneNumberFromString(text, region);
  if (parsed?.isValid() === true) return readPhoneNumber(parsed.number);
  if (text.startsWith('00')) return readPhoneNumber(`+${text.slice(2)}`);
  return parsed === undefined ? null : readPhoneNumber(parsed.number);
}

const MAX_PASTE = 100;
/**
 * What stands between digits: spaces, dashes (U+2212 is the minus sign, U+30FC Japan's long vowel), dots, slashes,
 * brackets.
 */
const SEPARATORS = /[\s\p{Pd}\u2212\u30FC.\u00B7\u2022\uFF0E\u3002/\uFF0F()[\]\uFF08\uFF09]/gu;

/** The text without invisible marks and separators, in ASCII. What else is in it stays, and makes it no number. */
function plainDigits(text: string): string {
  return text
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .replace(/^tel:(?:\/\/)?/i, '')
    .replaceAll(/%(2B|20)/gi, (_, code: string) => (code === '20' ? ' ' : '+'))
    .replaceAll('\uFF0B', '+')
    .replaceAll(SEPARATORS, '')
    .replaceAll(/[\uFF10-\uFF19\u0660-\u0669\u06F0-\u06F9]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 15));
}

/** The region whose numbering plan the number is in; null for numbers of no region, such as satellite telephones. */
export function regionOf(number: E164): Region | null {
  return parsePhoneNumberFromString(number)?.country ?? null;
}

/** Whether the text is the code of a region with a numbering plan of its own. */
export function isRegion(text: string): text is Region {
  return isSupportedCountry(text);
}

/**
 * Numbers that people are reached at and that cost what a call costs. Every other kind of libphonenumber is left out.
 */
const ORDINARY_KINDS: readonly string[] = ['FIXED_LINE', 'MOBILE', 'FIXED_LINE_OR_MOBILE', 'VOIP'];

/**
 * Whether the number stands in the plan of its region as an ordinary line. Not ordinary: premium rate, shared cost,
 * personal numbers, pagers, UAN, toll-free numbers, voicemail access, and every number of no region (satellite `+870`
 * and `+881`, networks `+882` and `+883`, `+979`).
 */
export function isOrdinaryLine(number: E164): boolean {
  const parsed = parsePhoneNumberFromString(number);
  const isOrdinary = ORDINARY_KINDS.includes(parsed?.getType() ?? '');
  return parsed?.isValid() === true && parsed.country !== undefined && isOrdinary;
}

/** Numbers that cost whoever calls them more than a call. */
const COSTLY_KINDS: readonly string[] = ['PREMIUM_RATE', 'SHARED_COST', 'PERSONAL_NUMBER', 'PAGER', 'UAN'];

/**
 * Whether the number costs more than a call: premium rate, shared cost, personal numbers, pagers, UAN, and every number
 * of no region (satellite `+870` and `+881`, networks `+882` and `+883`, `+979`). Toll-free numbers cost nothing.
 */
export function isCostly(number: E164): boolean {
  const parsed = parsePhoneNumberFromString(number);
  return parsed?.country === undefined || COSTLY_KINDS.includes(parsed.getType() ?? '');
}

/**
 * The number as people read it: as it is dialed at home, for example `(415) 555-0148`, and from abroad,
 * `+1 415 555 0148`.
 */
export function spellNumber(number: E164): { readonly national: string; readonly international: string } {
  const parsed = parsePhoneNumberFromString(number);
  return { national: parsed?.formatNational() ?? number, international: parsed?.formatInternational() ?? number };
}

/**
 * The number as it is dialed in the region, digits alone: `4155550148`, `02079460000`; numbers elsewhere with the
 * region's international prefix, `011442079460000` in the United States.
 */
export function dialedIn(region: Region, number: E164): string {
  const parsed = parsePhoneNumberFromString(number);
  const isHome = parsed?.country === region;
  const text = isHome ? parsed.formatNational() : parsed?.format('IDD', { fromCountry: region });
  const digits = (text ?? '').replaceAll(/\D/g, '');
  return digits === '' ? `00${number.slice(1)}` : digits;
}

/**
 * Reads digits as a network writes them, which may be an international number without its `+`, or one as it is dialed
 * in the region. Of two readings the one counts that stands in a country's plan, and `first` before the other.
 */
export function readDigits(digits: string, region: Region | null, first: 'international' | 'national'): E164 | null {
  if (!/^\d{7,20}$/.test(digits)) return null;
  const international = parsePhoneNumberFromString(`+${digits}`);
  const national = region === null ? undefined : parsePhoneNumberFromString(digits, region);
  const readings = first === 'national' ? [national, international] : [international, national];
  const valid = readings.find((each) => each?.isValid() === true);
  const likely = valid ?? readings.find((each) => each?.isPossible() === true);
  return likely === undefined ? null : readPhoneNumber(likely.number);
}

/** Whether a text message can never reach the number, because its plan says fixed line. Source: seed 002's 422. */
export function isLandline(number: E164): boolean {
  return parsePhoneNumberFromString(number)?.getType() === 'FIXED_LINE';
}
