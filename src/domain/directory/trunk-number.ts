/** Numbers on their way out to a trunk and in from one. */
import type { E164, Region } from './phone-number.ts';
import { dialedIn, readDigits, readPhoneNumber } from './phone-number.ts';
import type { TrunkSettings } from './trunk.ts';
import { isWithheld } from './withheld-number.ts';

type Format = Pick<TrunkSettings, 'numberFormat' | 'numberPrefix'>;

/** What a trunk writes is longer by nothing that is a number: parameters, a name, an attack. */
const LONGEST = 200;

/**
 * The number as the trunk wants it dialed. `home`: the country that `national` is of; without one it is `e164`.
 *
 * @public
 */
export function numberForTrunk({ numberFormat, numberPrefix }: Format, number: E164, home: Region | null): string {
  if (numberFormat === 'plus_e164') return `${numberPrefix}${number}`;
  const isNational = numberFormat === 'national' && home !== null;
  return `${numberPrefix}${isNational ? dialedIn(home, number) : number.slice(1)}`;
}

/**
 * The number in what a Request-URI, From, P-Asserted-Identity or Diversion of a trunk holds: a user part or a `tel:`
 * URI, with its `+` or without, as it is dialed at `home`, or with an international prefix. Null for what is none: a
 * caller who is anonymous, a name, an extension. Source: RFC 3966 section 3 (`phone-context`, visual separators).
 *
 * @public
 */
export function numberFromTrunk(
  text: string,
  home: Region | null,
  format: TrunkSettings['numberFormat'] = 'plus_e164',
): E164 | null {
  if (text.length > LONGEST) return null;
  const [subscriber = '', ...parameters] = plain(text).split(';');
  if (isWithheld(subscriber)) return null;
  const digits = subscriber.replaceAll(/[\s().-]/g, '');
  if (digits.startsWith('+')) return readPhoneNumber(digits);
  const context = parameters.map((each) => /^phone-context=(\+\d{1,7})$/i.exec(each)?.[1]).find((each) => each);
  if (context !== undefined && /^\d+$/.test(digits)) return readPhoneNumber(`${context}${digits}`);
  const read = readDigits(digits, home, format === 'national' ? 'national' : 'international');
  // The provider may be where people dial 00 before foreign numbers, the workspace where they dial something else.
  return read === null && digits.startsWith('00') ? readPhoneNumber(`+${digits.slice(2)}`) : read;
}

/** Without scheme, host, and the escapes that a `+` and spaces are sent with. */
function plain(text: string): string {
  return text
    .trim()
    .replace(/^(?:tel|sips?):(?:\/\/)?/i, '')
    .replace(/@.*$/s, '')
    .replaceAll(/%(2B|20)/gi, (_, code: string) => (code === '20' ? ' ' : '+'));
}
