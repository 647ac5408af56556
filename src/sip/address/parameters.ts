/** Parameters of header fields: `;tag=1918181833n;lr;text="a b"`. Source: RFC 3261 section 25.1, `generic-param`. */
import {
  consistsOf,
  endOfQuoted,
  EQUALS,
  TOKEN,
  QUOTE,
  quote,
  SEMICOLON,
  setOf,
  skipSpace,
  unquote,
} from './grammar.ts';
import { SIP_LIMITS } from '../limits.ts';

/** A parameter as it was written: its name in lower case, its value with its quotes; an empty value for a mere flag. */
export type Parameter = { readonly name: string; readonly value: string };

/** In their order. Names are compared without case (RFC 3261 section 7.3.1). */
export type Parameters = readonly Parameter[];

/** What needs no quotes: a token, or a host with its brackets and colons. */
const PLAIN = setOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~:[]");
const ENDS = setOf('\t ",;<>');

/**
 * Reads what stands from `at` to the end of the text, null where that is no list of parameters. Empty names are
 * refused; an empty value ("tag=") counts as none, which real devices send.
 */
export function readParameters(text: string, at: number): Parameters | null {
  const parameters: Parameter[] = [];
  let next = skipSpace(text, at);
  while (next < text.length) {
    if (text.charCodeAt(next) !== SEMICOLON || parameters.length === SIP_LIMITS.parameters) return null;
    const start = skipSpace(text, next + 1);
    next = start;
    while (next < text.length && TOKEN[text.charCodeAt(next)] === 1) next += 1;
    if (next === start) return null;
    const name = text.slice(start, next).toLowerCase();
    next = skipSpace(text, next);
    if (text.charCodeAt(next) !== EQUALS) {
      parameters.push({ name, value: '' });
      continue;
    }
    const from = skipSpace(text, next + 1);
    next = endOfValue(text, from);
    if (next === -1) return null;
    parameters.push({ name, value: text.slice(from, next) });
    next = skipSpace(text, next);
  }
  return parameters;
}

/** The value of the parameter without its quotes, '' for a flag, null where it is absent. `name` is in lower case. */
export function parameterOf(parameters: Parameters, name: string): string | null {
  const found = parameters.find((each) => each.name === name);
  return found === undefined ? null : unquote(found.value);
}

/** The parameters with this one set; a value that is no token is quoted. */
export function withParameter(parameters: Parameters, name: string, value: string): Parameters {
  const set = { name, value: value === '' || consistsOf(value, PLAIN) ? value : quote(value) };
  return parameters.some((each) => each.name === name)
    ? parameters.map((each) => (each.name === name ? set : each))
    : [...parameters, set];
}

/** `;name=value` for each. */
export function writeParameters(parameters: Parameters): string {
  let text = '';
  for (const { name, value } of parameters) text += value === '' ? `;${name}` : `;${name}=${value}`;
  return text;
}

/** Where the value that begins at `from` ends; -1 where its quote stays open. */
function endOfValue(text: string, from: number): number {
  if (text.charCodeAt(from) === QUOTE) return endOfQuoted(text, from);
  let next = from;
  while (next < text.length && ENDS[text.charCodeAt(next)] !== 1) next += 1;
  return next;
}
