/** Reads JSON bodies strictly: real UTF-8, bounded depth, and nothing that PostgreSQL cannot keep. */
import { keepExact } from './exact-body.ts';
import type { Revive } from './exact-body.ts';
import { HttpFault } from './fault.ts';

/** The deepest nesting a body may have. */
export const MAX_DEPTH = 64;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value of the bytes; an empty body is an empty object. Numbers that would be rounded: see `exactOf`. Throws an
 * HttpFault, which says nothing of the content: `malformed_body` where it is no JSON in UTF-8, `body_too_deep`,
 * `value_refused`.
 */
export function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  const text = decode(bytes);
  // Before it is parsed: what is built from it is as deep.
  if (depthOf(text) > MAX_DEPTH) throw new HttpFault('body_too_deep');
  const value: unknown = parse(text);
  // Only escapes can bring these in: raw ones are no UTF-8 or no JSON.
  if (/\\u(0000|[dD][89a-fA-F])/.test(text) && !isStorable(value)) throw new HttpFault('value_refused');
  keepExact(value, text, (revive) => parse(text, revive));
  return value;
}

function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new HttpFault('malformed_body');
  }
}

function parse(text: string, number?: Revive): unknown {
  // `__proto__` as a key would otherwise hide in the prototype of what is built from the value.
  const hidden = text.includes('__proto__') ? '__proto__' : null;
  try {
    if (hidden === null && number === undefined) return JSON.parse(text) as unknown;
    return JSON.parse(text, (key, value, { source }) => {
      if (key === hidden) return undefined;
      return typeof value === 'number' && source !== undefined && number !== undefined ? number(value, source) : value;
    });
  } catch (error) {
    throw error instanceof HttpFault ? error : new HttpFault('malformed_body');
  }
}

/** How deeply brackets nest outside of strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, (depth += 1));
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

/** Whether every text in the value can be kept: no NUL, no half of a surrogate pair. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (Array.isArray(value)) return value.every(isStorable);
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(([key, inner]) => isStorableText(key) && isStorable(inner));
}

/** Whether the text can be kept in PostgreSQL. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** The same of what an address says once it is decoded. Broken escapes are no text. */
export function isStorableAddress(url: string): boolean {
  try {
    return isStorableText(decodeURIComponent(url));
  } catch {
    return false;
  }
}
