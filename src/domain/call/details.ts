/**
 * Details that a caller gave: order numbers, email addresses and phone numbers, written or spoken digit by digit. What
 * may be the number of a card is none of them. Pure, English.
 */
import type { Turn } from './transcript.ts';

export const DETAIL_KINDS = ['order', 'email', 'phone'] as const;
export type DetailKind = (typeof DETAIL_KINDS)[number];

/** One of them, as it would be written down. */
export type Detail = { readonly kind: DetailKind; readonly value: string };

/** Details of one call that are told, at most; a text beyond this is not looked at: characters. */
const MAX_DETAILS = 20;
const MAX_TEXT = 2000;

const DIGITS: Readonly<Record<string, string>> = {
  zero: '0',
  oh: '0',
  o: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
};
const TIMES: Readonly<Record<string, number>> = { double: 2, triple: 3 };
/** Fewer digits in a row are counted, not dictated. */
const MIN_DICTATED = 3;

const EMAIL = /\b[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}\b/gi;
const SPOKEN_EMAIL =
  /\b([a-z0-9_]{1,40}(?: (?:dot|dash|underscore) [a-z0-9_]{1,40}){0,4}) at ([a-z0-9]{1,40}(?: (?:dot|dash) [a-z0-9]{1,40}){0,4} dot [a-z]{2,10})\b/gi;
const SIGNS: Readonly<Record<string, string>> = { dot: '.', dash: '-', underscore: '_' };
/** `order number is 47192`, `reference AB-1234`: a word for it, few more, and a code with a digit. */
const ORDER =
  /\b(?:order|invoice|ticket|reference|case|tracking|booking|purchase)\b(?: (?:number|no|id|code|is|was|it|the|my|it's|its|a)){0,4}[ :#]{1,3}([a-z0-9][a-z0-9-]{2,19})\b/gi;
const PHONE = /(?<![\w-])\+?\(?\d[\d ().-]{5,20}\d(?![\w-])/g;
const [MIN_PHONE_DIGITS, MAX_PHONE_DIGITS] = [7, 15];
const MIN_CARD = 13;

/** What the caller gave, each once, in the order in which it was said. */
export function detailsIn(turns: readonly Pick<Turn, 'speaker' | 'text'>[]): readonly Detail[] {
  const found = new Map<string, Detail>();
  for (const { speaker, text } of turns) {
    if (speaker !== 'user') continue;
    for (const detail of detailsOf(text.slice(0, MAX_TEXT)))
      if (found.size < MAX_DETAILS) found.set(`${detail.kind} ${detail.value}`, detail);
  }
  return [...found.values()];
}

/** Each kind takes its part of the text away, so that no number is told twice. */
function detailsOf(text: string): readonly Detail[] {
  const details: (Detail & { readonly at: number })[] = [];
  let rest = withDigits(withEmails(text));
  const take = (kind: DetailKind, pattern: RegExp, valueOf: (match: RegExpExecArray) => string | null): void => {
    for (const match of rest.matchAll(pattern)) {
      const value = valueOf(match);
      if (value === null) continue;
      const [{ length }, at] = [match[0], match.index];
      details.push({ kind, value, at });
      rest = rest.slice(0, at) + ' '.repeat(length) + rest.slice(at + length);
    }
  };
  take('email', EMAIL, ([whole]) => whole.toLowerCase());
  take('order', ORDER, ([, code = '']) => (/\d/.test(code) && !isCard(code) ? code.toUpperCase() : null));
  take('phone', PHONE, ([whole]) => phoneIn(whole));
  return details.toSorted((a, b) => a.at - b.at).map(({ kind, value }) => ({ kind, value }));
}

function phoneIn(text: string): string | null {
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length < MIN_PHONE_DIGITS || digits.length > MAX_PHONE_DIGITS || isCard(digits)) return null;
  return text.startsWith('+') ? `+${digits}` : digits;
}

/** Long rows that pass the check of cards. Source: ISO/IEC 7812-1, annex B. */
function isCard(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length < MIN_CARD) return false;
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

/** `kim dot reed at example dot com` as it is written. */
function withEmails(text: string): string {
  const written = (part: string): string =>
    part.replaceAll(/ (dot|dash|underscore) /gi, (_, sign: string) => SIGNS[sign.toLowerCase()] ?? ' ');
  return text.replaceAll(SPOKEN_EMAIL, (_, name: string, host: string) => `${written(name)}@${written(host)}`);
}

/** `five five five, double one` as digits; a number word that stands alone stays a word. */
function withDigits(text: string): string {
  const out: string[] = [];
  let row = '';
  let words: string[] = [];
  const end = (): void => {
    if (words.length > 0) out.push(row.length >= MIN_DICTATED ? row : words.join(' '));
    row = '';
    words = [];
  };
  const tokens = text.split(/\s+/);
  for (const [place, token] of tokens.entries()) {
    const word = token.toLowerCase().replaceAll(/[.,;]+$/g, '');
    const times = TIMES[word];
    const before = TIMES[tokens[place - 1]?.toLowerCase() ?? ''] ?? 1;
    const digit = DIGITS[word] ?? (/^\d{1,4}$/.test(word) && words.length > 0 ? word : null);
    if (times !== undefined && DIGITS[tokens[place + 1]?.toLowerCase() ?? ''] !== undefined) words.push(token);
    else if (digit === null) {
      end();
      out.push(token);
    } else {
      row += digit.repeat(words.length > 0 || before > 1 ? before : 1);
      words.push(token);
      // A sentence that ends ends the row.
      if (/[.;]$/.test(token)) end();
    }
  }
  end();
  return out.join(' ');
}
