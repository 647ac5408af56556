/**
 * Card numbers, spoken or written, found in what was said so that they are never stored: digits and number words, over
 * turns and fillers.
 */

/** What stands where a card number, or its security code, was said. */
const CARD_NUMBER = '[card number]';
const SECURITY_CODE = '[security code]';

/** Source: ISO/IEC 7812-1, 4.1: a card number has 13 digits in old cards, 19 at the most. */
const CARD_DIGITS = { least: 13, most: 19 } as const;
const CODE_DIGITS = { least: 3, most: 4 } as const;

/** So many words may stand between two parts of one number. */
const MAX_FILLERS = 3;

/** A security code follows within this many words of its name. */
const MAX_WORDS_TO_CODE = 15;

const UNITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** Number word -> its digits. */
const DIGITS: ReadonlyMap<string, string> = new Map([
  ...UNITS.map((word, digit) => [word, String(digit)] as const),
  ...TEENS.map((word, place) => [word, String(10 + place)] as const),
  ...TENS.map((word, place) => [word, String(20 + 10 * place)] as const),
  ['oh', '0'],
  ['o', '0'],
  ['nought', '0'],
  ['hundred', '00'],
  ['thousand', '000'],
]);

/** Words that sound like a digit: one of them when they stand among digits. */
const HOMOPHONES: ReadonlyMap<string, string> = new Map([
  ['for', '4'],
  ['to', '2'],
  ['too', '2'],
  ['won', '1'],
  ['ate', '8'],
]);
const TIMES: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
]);
const FILLERS: ReadonlySet<string> = new Set(
  'um uh er erm ah mm and then dash space hyphen okay ok so yes yeah again'.split(' '),
);

/** A turn as it is looked at. The words of one speaker belong together over the turns of others. */
export type SpokenTurn<Word> = { readonly speaker: string; readonly words: readonly Word[] };

type Token = {
  readonly turn: number;
  readonly word: number;
  readonly speaker: string;
  /** Null for a word that is no number. */
  readonly digits: string | null;
  readonly isWritten: boolean;
  readonly text: string;
};

/**
 * The turns without card numbers and security codes; `masked` makes the word that stands for those of a turn. Digits
 * that were written count where their checksum is right. Spoken ones count without it, too: one misheard digit breaks
 * it and leaves the rest.
 */
export function withoutCards<Word extends { readonly text: string }, Turn extends SpokenTurn<Word>>(
  turns: readonly Turn[],
  masked: (text: string, words: readonly Word[]) => Word,
): readonly Turn[] {
  const tokens = turns.flatMap(tokensOf);
  const marks = new Map<Token, string>();
  for (const speaker of new Set(tokens.map((token) => token.speaker)))
    markCards(
      tokens.filter((token) => token.speaker === speaker),
      marks,
    );
  markCodes(tokens, marks);
  if (marks.size === 0) return turns;
  const byPlace = new Map([...marks].map(([{ turn, word }, mark]) => [`${turn} ${word}`, mark]));
  return turns.map((turn, place) => ({
    ...turn,
    words: maskedWords(turn.words, (word) => byPlace.get(`${place} ${word}`) ?? null, masked),
  }));
}

/** Turns that are texts, without them. */
export function turnsWithoutCards<Turn extends { readonly speaker: string; readonly text: string }>(
  turns: readonly Turn[],
): readonly Turn[] {
  const spoken = turns.map((turn) => {
    const words = wordsOf(turn.text);
    return { turn, speaker: turn.speaker, words };
  });
  return withoutCards(spoken, (text) => ({ text })).map(({ turn, words }, place) =>
    // Without anything to hide the text stays as it is, with its spaces.
    words === spoken[place]?.words ? turn : { ...turn, text: words.map(({ text }) => text).join(' ') },
  );
}

/** A text without them: a summary, a note. */
export function textWithoutCards(text: string): string {
  return turnsWithoutCards([{ speaker: '', text }])[0]?.text ?? text;
}

/**
 * Whether a number that the words end with may continue in what is said next: what was said so far is no card number,
 * and may become one.
 */
export function endsInNumber(words: readonly { readonly text: string }[]): boolean {
  return tokensOf({ speaker: '', words }, 0)
    .slice(-MAX_FILLERS - 1)
    .some(({ digits, text }) => digits !== null || TIMES.has(text));
}

/** Whether the words are a number and nothing besides: one that began before may continue through them. */
export function isNumberOnly(words: readonly { readonly text: string }[]): boolean {
  return tokensOf({ speaker: '', words }, 0).every(
    (token) => token.digits !== null || TIMES.has(token.text) || isBetween(token),
  );
}

/** What stands where a number was said that may still continue. */
const NUMBER = '[number]';

/** So many digits may be part of a card number. */
const MAX_HARMLESS_DIGITS = 4;

/** A number among words: its digits, and the words that it was said in, `to` not included. */
export type NumberSaid = { readonly digits: string; readonly from: number; readonly to: number };

/** The numbers among the words of one turn, written or said digit by digit; an `and` parts two of them. */
export function numbersIn(words: readonly { readonly text: string }[]): readonly NumberSaid[] {
  const tokens = tokensOf({ speaker: '', words }, 0);
  return runsOf(tokens, (token) => token.text !== 'and' && isBetween(token)).map((run) => ({
    digits: digitsOf(run),
    from: run[0]?.word ?? 0,
    to: (run.at(-1)?.word ?? 0) + 1,
  }));
}

/** A text as words. */
export function wordsOf(text: string): readonly { readonly text: string }[] {
  return text.split(/\s+/).map((word) => ({ text: word }));
}

/** Words that are still being said, without their longer numbers, whatever they will have been. */
export function withoutNumbers(words: readonly { readonly text: string }[]): string {
  const tokens = tokensOf({ speaker: '', words }, 0);
  const long = new Set(
    runsOf(tokens)
      .filter((run) => digitsOf(run).length > MAX_HARMLESS_DIGITS)
      .flat(),
  );
  return maskedWords(
    words,
    (place) => (long.has(tokens[place] as Token) ? NUMBER : null),
    (text) => ({ text }),
  )
    .map(({ text }) => text)
    .join(' ');
}

function tokensOf(turn: SpokenTurn<{ readonly text: string }>, place: number): Token[] {
  return turn.words.map(({ text }, word) => {
    const plain = text.toLowerCase().replaceAll(/[^\p{L}\p{N}-]/gu, '');
    const written = /^[\d-]*\d$/.test(plain) ? plain.replaceAll('-', '') : null;
    return {
      turn: place,
      word,
      speaker: turn.speaker,
      digits: written ?? spokenDigits(plain),
      isWritten: written !== null,
      text: plain,
    };
  });
}

/** The digits of a number word, or of several joined by hyphens as in `forty-one`. */
function spokenDigits(plain: string): string | null {
  const parts = plain.split('-').map((part) => DIGITS.get(part) ?? null);
  return parts.some((part) => part === null) ? null : joined(parts.filter((part) => part !== null));
}

/** `twenty one` is 21. */
function joined(parts: readonly string[]): string {
  return parts
    .map((part, place) => (/^[2-9]0$/.test(part) && /^[1-9]$/.test(parts[place + 1] ?? '') ? part.charAt(0) : part))
    .join('');
}

/** Tokens that stand together as one number, with what stands between them. */
function runsOf(tokens: readonly Token[], mayStandBetween = isBetween): Token[][] {
  const runs: Token[][] = [];
  let run: Token[] = [];
  let between: Token[] = [];
  const end = (): void => {
    if (run.length > 0) runs.push(run);
    [run, between] = [[], []];
  };
  for (const token of tokens) {
    if (token.digits !== null || TIMES.has(token.text)) {
      run.push(...between, token);
      between = [];
    } else if (run.length > 0 && between.length < MAX_FILLERS && mayStandBetween(token)) between.push(token);
    else end();
  }
  end();
  return runs;
}

function isBetween({ text }: Token): boolean {
  return FILLERS.has(text) || HOMOPHONES.has(text);
}

function digitsOf(run: readonly Token[]): string {
  const parts: string[] = [];
  let times = 1;
  for (const { text, digits } of run) {
    const part = digits ?? HOMOPHONES.get(text) ?? null;
    if (part !== null) parts.push(part.length === 1 ? part.repeat(times) : part);
    times = TIMES.get(text) ?? 1;
  }
  return joined(parts);
}

function markCards(tokens: readonly Token[], marks: Map<Token, string>): void {
  for (const run of runsOf(tokens)) {
    const isSpoken = run.some(({ isWritten, digits }) => digits !== null && !isWritten);
    const isLong = isSpoken && digitsOf(run).length >= CARD_DIGITS.least;
    if (isLong || hasCard(run)) for (const token of run) marks.set(token, CARD_NUMBER);
  }
}

/** Whether some words of a run are a card number by their count of digits and their checksum. */
function hasCard(run: readonly Token[]): boolean {
  return run.some((_, from) => {
    for (let to = from + 1; to <= run.length; to += 1) {
      const digits = digitsOf(run.slice(from, to));
      if (digits.length > CARD_DIGITS.most) return false;
      if (digits.length >= CARD_DIGITS.least && isLuhn(digits)) return true;
    }
    return false;
  });
}

/** Source: ISO/IEC 7812-1, annex B. */
function isLuhn(digits: string): boolean {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

/** Three or four digits soon after someone named the code, whoever says them. */
function markCodes(tokens: readonly Token[], marks: Map<Token, string>): void {
  for (const [place, token] of tokens.entries()) {
    const isName = /^cv[vc]2?$/.test(token.text) || (token.text === 'code' && tokens[place - 1]?.text === 'security');
    if (!isName) continue;
    const run = runsOf(tokens.slice(place + 1, place + 1 + MAX_WORDS_TO_CODE))[0] ?? [];
    const { length } = digitsOf(run);
    if (length < CODE_DIGITS.least || length > CODE_DIGITS.most) continue;
    for (const each of run) if (!marks.has(each)) marks.set(each, SECURITY_CODE);
  }
}

function maskedWords<Word extends { readonly text: string }>(
  words: readonly Word[],
  markOf: (place: number) => string | null,
  masked: (text: string, words: readonly Word[]) => Word,
): readonly Word[] {
  const marks = words.map((_, place) => markOf(place));
  if (marks.every((mark) => mark === null)) return words;
  return words.flatMap((word, place) => {
    const mark = marks[place] ?? null;
    if (mark === null) return [word];
    if (marks[place - 1] === mark) return [];
    const end = marks.findIndex((each, at) => at > place && each !== mark);
    return [masked(mark, words.slice(place, end < 0 ? undefined : end))];
  });
}
