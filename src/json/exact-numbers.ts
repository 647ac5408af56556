/**
 * JSON whose numbers stay as they were written, where JavaScript would round them: an id beyond 2^53, a decimal of 20
 * digits. What rounding changes becomes a raw JSON value, which `JSON.stringify` writes as it stood; every other number
 * is a number.
 */

declare global {
  // Node 24 has both; the library's types do not yet. Source: ECMAScript proposal "JSON.parse source text access".
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
    rawJSON(text: string): { readonly rawJSON: string };
    isRawJSON(value: unknown): value is { readonly rawJSON: string };
  }
}

/**
 * No text without it holds a number that a double rounds: that takes 16 digits, or an exponent of three. Strings may
 * look alike.
 */
const MAY_ROUND = /[\d.]{16}|\d[eE][+-]?\d{3}/;

/** A number is `-`, digits, a fraction, an exponent. Source: RFC 8259, section 6. */
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Whether the JSON text may hold such a number: quick, and seldom wrong. */
export function mayRound(text: string): boolean {
  return MAY_ROUND.test(text);
}

/**
 * The value of the JSON text, with raw JSON values for what would be rounded. Throws a SyntaxError, as `JSON.parse`
 * does.
 */
export function parseExact(text: string): unknown {
  if (!mayRound(text)) return JSON.parse(text) as unknown;
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' ? exactNumber(value, source) : value,
  );
}

/** The number that was read from the source, or the source as a raw JSON value where the number is another. */
export function exactNumber(value: number, source: string | undefined): unknown {
  if (source === undefined || decimalOf(source) === decimalOf(String(value))) return value;
  return JSON.rawJSON(source);
}

/** One text for each decimal: its significant digits and the power of ten that they are multiplied by. */
export function decimalOf(source: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(source) ?? [];
  const digits = whole + fraction;
  let from = 0;
  while (digits[from] === '0') from += 1;
  if (from === digits.length) return '0';
  let until = digits.length;
  while (digits[until - 1] === '0') until -= 1;
  return `${sign}${digits.slice(from, until)}e${Number(exponent) - fraction.length + digits.length - until}`;
}
