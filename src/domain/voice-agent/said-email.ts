/** E-mail addresses in what was said: written, or in words as in `jane dot doe at example dot com`. Pure. */

/** A word, and the same in lower case without punctuation. */
type Said = { readonly text: string; readonly plain: string };
/** An address, and the words that it was said in, `to` not included. */
export type EmailSaid = { readonly value: string; readonly from: number; readonly to: number };

const WRITTEN = /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}$/;
const AT: ReadonlySet<string> = new Set(['at', 'arobase', 'arroba']);
const DOT: ReadonlySet<string> = new Set(['dot', 'punkt', 'point', 'punto']);
/** What joins the parts of the name. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ...[...DOT].map((word) => [word, '.'] as const),
  ['underscore', '_'],
  ['dash', '-'],
  ['hyphen', '-'],
  ['minus', '-'],
  ['plus', '+'],
]);
const DIGITS: ReadonlyMap<string, string> = new Map(
  'zero one two three four five six seven eight nine'.split(' ').map((word, digit) => [word, String(digit)]),
);
/** Who says one of these says an address next. */
const NAMES: ReadonlySet<string> = new Set(['mail', 'email', 'e-mail', 'address', 'adresse', 'correo', 'courriel']);

/** Words of one label of a host: `g mail`. */
const MAX_LABEL_WORDS = 3;
const MAX_LABELS = 5;
const MAX_NAME_WORDS = 24;
/** Addresses of one turn; a caller has one or two. */
const MAX_FOUND = 4;

/** The addresses in the words. `before`: what was said last before them. */
export function emailsIn(said: readonly Said[], before: readonly Said[]): readonly EmailSaid[] {
  const found: EmailSaid[] = [];
  for (const [at, { text, plain }] of said.entries()) {
    if (found.length === MAX_FOUND) break;
    const written = text.replaceAll(/^[<("']+|[>)"'.,;:?!]+$/g, '');
    if (WRITTEN.test(written)) found.push({ value: written, from: at, to: at + 1 });
    else if (AT.has(plain) || text === '@') {
      const spoken = spokenAt(said, at, before);
      if (spoken !== null) found.push(spoken);
    }
  }
  return found;
}

function spokenAt(said: readonly Said[], at: number, before: readonly Said[]): EmailSaid | null {
  const [host, name] = [hostAfter(said, at + 1), nameBefore(said, at)];
  if (host === null || name === null) return null;
  // `Meet me at example dot com` is no address.
  const isSure = /[\d._+-]/.test(name.value) || [...before, ...said.slice(0, name.from)].some(isName);
  const value = `${name.value}@${host.value}`;
  return isSure && WRITTEN.test(value) ? { value, from: name.from, to: host.to } : null;
}

function isName({ plain }: Said): boolean {
  return NAMES.has(plain);
}

/** Labels and the dots between them, as in `example dot co dot uk`. */
function hostAfter(said: readonly Said[], from: number): { readonly value: string; readonly to: number } | null {
  const labels: string[] = [];
  let at = from;
  for (let isLast = false; !isLast;) {
    const words = said.slice(at, at + MAX_LABEL_WORDS + 1).map(({ plain }) => plain);
    const dot = words.findIndex((plain) => DOT.has(plain));
    isLast = dot < 1;
    const label = words.slice(0, isLast ? 1 : dot).map(signOf);
    if (labels.length === MAX_LABELS || label.length === 0 || label.some((part) => !/^[\w-]+$/.test(part))) return null;
    labels.push(label.join(''));
    at += isLast ? 1 : dot + 1;
  }
  const last = labels.at(-1) ?? '';
  return labels.length < 2 || !/^[a-z]{2,12}$/.test(last) ? null : { value: labels.join('.'), to: at };
}

/** The word before, and what is joined with it: by a sign, by being spelled, by being digits. */
function nameBefore(said: readonly Said[], at: number): { readonly value: string; readonly from: number } | null {
  const parts: string[] = [];
  let from = at;
  while (from > 0 && parts.length < MAX_NAME_WORDS) {
    const { plain } = said[from - 1] ?? { plain: '' };
    const part = signOf(plain);
    if (!/^[\w.+-]+$/.test(part)) break;
    const after = parts[0] ?? '';
    const isNext = isShort(after) && (isShort(part) || /^\d/.test(after));
    if (after === '' ? isSign(part) : !isSign(after) && !isSign(part) && !isNext) break;
    parts.unshift(part);
    from -= 1;
  }
  return parts.length === 0 || isSign(parts[0] ?? '') ? null : { value: parts.join(''), from };
}

function signOf(plain: string): string {
  return SIGNS.get(plain) ?? DIGITS.get(plain) ?? plain;
}

function isSign(part: string): boolean {
  return /^[._+-]$/.test(part);
}

function isShort(part: string): boolean {
  return /^(?:[a-z]|\d+)$/.test(part);
}
