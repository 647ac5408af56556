/** Callers who withhold their number: what telephone networks put in its place. A table. */

/** Words, without what adorns them. Source: RFC 3325 and RFC 3261 (`anonymous`), and what carriers and PBXs write. */
const WORDS = new Set([
  'anonymous',
  'blocked',
  'callerunknown',
  'hidden',
  'nocallerid',
  'nonumber',
  'notavailable',
  'numberwithheld',
  'private',
  'privatecaller',
  'privatenumber',
  'restricted',
  'unavailable',
  'unidentified',
  'unknown',
  'unknowncaller',
  'withheld',
  'withheldnumber',
]);

/**
 * The same words dialed on a keypad, as carriers write them where only a number may stand: ANONYMOUS is 2 6 6 6 9 6 6 8
 * 7.
 */
const DIALLED = new Set(
  ['anonymous', 'blocked', 'private', 'restricted', 'unavailable', 'unknown'].map((word) => `+${dialled(word)}`),
);

/**
 * Whether the text stands for a number that the caller has withheld: `anonymous`, `Restricted`, `+266696687`,
 * `sip:anonymous@anonymous.invalid` and their like, in any case and spacing.
 */
export function isWithheld(text: string): boolean {
  if (text.length > LONGEST) return false;
  const plain = text
    .toLowerCase()
    .replaceAll(/[\s"'<>()._-]/g, '')
    .replace(/^(?:sips?|tel):/, '')
    .replace(/@.*$/, '');
  return WORDS.has(plain) || DIALLED.has(plain);
}

const LONGEST = 100;

function dialled(word: string): string {
  const keys = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];
  return word.replaceAll(/[a-z]/g, (letter) => String(keys.findIndex((key) => key.includes(letter)) + 2));
}
