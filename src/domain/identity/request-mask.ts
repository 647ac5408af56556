/** What the request log shows of a request: without secrets, and of addresses without what may name anyone. */
import { textWithoutCards } from '../call/card-numbers.ts';

/** What stands for what is left out. */
const MASK = '…';

/** Keys whose values are secrets, sounds or cards, wherever they stand in a body. */
const SECRET_KEY =
  /pass(word|phrase|code)|secret|token(?!_id)|authorization|credential|cookie|api_?key|private|signature|recording_?url|audio|card|cvv|cvc|^pin$|^otp$/i;

/** What of a body is looked at, at most: values, levels, and characters of one text. */
const MAX_VALUES = 2000;
const MAX_DEPTH = 20;
const MAX_TEXT = 2000;

/** An id of ours in an address: a number that is too short to be dialed, or a uid. */
const ID = /^(?:\d{1,9}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** What our addresses are made of besides. */
const WORD = /^(?:[a-z][a-z_-]{0,39}|v\d{1,2})$/;

/**
 * What is known of an address: the route's pattern, null where it has none, and parameters whose values name no one.
 */
export type KnownTarget = { readonly pattern: string | null; readonly plain: ReadonlySet<string> };

/**
 * The path and the query of a request, at most so many characters. Of the path words of the API and ids are shown; of
 * the query the names, and the values of plain parameters that are short words, numbers and times.
 */
export function shownTarget(url: string, { pattern, plain }: KnownTarget, most: number): string {
  const [path = '', query = ''] = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 2);
  const places = pattern?.split('/');
  const shown = path
    .split('/')
    .map((part, place) => (isShownPart(part, places?.[place]) ? part : MASK))
    .join('/');
  const asked =
    query === ''
      ? ''
      : `?${query
          .split('&')
          .map((pair) => shownPair(pair, plain))
          .join('&')}`;
  return shown.length + asked.length <= most ? shown + asked : (shown + asked).slice(0, most - 1) + MASK;
}

/** What the pattern takes as a parameter may be anyone's name, unless it is an id. */
function isShownPart(part: string, place: string | undefined): boolean {
  return part === '' || ID.test(part) || (place?.startsWith(':') !== true && WORD.test(part));
}

function shownPair(pair: string, plain: ReadonlySet<string>): string {
  const [name = '', value = ''] = pair.split('=', 2);
  if (!/^[\w.[\]-]{1,40}$/.test(name)) return MASK;
  return `${name}=${plain.has(name) && isPlainValue(value) ? value : value === '' ? '' : MASK}`;
}

function isPlainValue(value: string): boolean {
  return /^(?:[a-z_]{1,40}|-?\d{1,9}|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|%2B[\d:]+|-[\d:]+)?)?)$/i.test(value);
}

/** A body as JSON without secrets, cut to `most` characters; null where there is none. */
export function shownBody(body: unknown, most: number): string | null {
  if (body === undefined || body === null) return null;
  const left = { values: MAX_VALUES };
  const text = JSON.stringify(masked(body, '', 0, left), null, 2);
  return text.length <= most ? text : `${text.slice(0, most)}\n${MASK} cut`;
}

function masked(value: unknown, key: string, depth: number, left: { values: number }): unknown {
  left.values -= 1;
  if (left.values < 0 || depth > MAX_DEPTH) return MASK;
  if (value === null || typeof value === 'boolean') return value;
  if (key !== '' && SECRET_KEY.test(key)) return MASK;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? withoutCard(value) : value;
  if (typeof value === 'string') return shownText(value);
  if (Array.isArray(value)) {
    const some: readonly unknown[] = value.slice(0, Math.max(0, left.values));
    return some.map((each) => masked(each, '', depth + 1, left));
  }
  if (typeof value !== 'object') return MASK;
  const shown: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    if (left.values <= 0) break;
    shown[name] = masked(each, name, depth + 1, left);
  }
  return shown;
}

function withoutCard(value: number): number | string {
  return Math.abs(value) < 1e12 || textWithoutCards(String(value)) === String(value) ? value : MASK;
}

/** An address: its scheme, credentials where it has some, and its host; anything behind it. Source: RFC 3986, 3.2.1. */
const ADDRESS = /^\s*([a-z][a-z0-9+.-]*:\/\/)([^/?#]*@)?([^/?#@]*)([/?#].)?/i;

/** Of an address only whose it is: credentials, and what follows, may let anyone in who has them. */
function shownText(text: string): string {
  const [, scheme, credentials, host = '', more] = ADDRESS.exec(text) ?? [];
  if (scheme !== undefined && (credentials !== undefined || more !== undefined))
    return `${scheme}${credentials === undefined ? '' : `${MASK}@`}${host}/${MASK}`;
  const short = text.length <= MAX_TEXT ? text : text.slice(0, MAX_TEXT) + MASK;
  return textWithoutCards(short);
}

/** The sentence of a refusal, in whichever API's words; null where the body has none. */
export function problemIn(body: unknown, most: number): string | null {
  const said = [['title'], ['message'], ['errors', '0', 'message'], ['error', 'message'], ['error']]
    .map((way) => way.reduce<unknown>(step, body))
    .find((each) => typeof each === 'string' && each !== '');
  // A sentence may repeat what was sent.
  return typeof said === 'string' ? said.replaceAll(/\+?\d[\d ().-]{6,}\d/g, MASK).slice(0, most) : null;
}

function step(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
