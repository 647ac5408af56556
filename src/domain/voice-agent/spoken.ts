/**
 * What is said of a text that was written to be read: words and the marks that a voice breathes at, and nothing else.
 * No Markdown, no HTML, no JSON, no emoji and no address is ever spoken, whoever wrote the text.
 */

/** The longest piece that is handed to a voice at once; characters. The first one decides when the caller hears it. */
export const MAX_SENTENCE = 200;
/** What is said of an article, at most; characters. A caller listens to no more. */
export const MAX_ANSWER = 700;

/** The text as it is said: its sentences, and whether it continues beyond them. */
export type Spoken = { readonly sentences: readonly string[]; readonly isCut: boolean };

/** What is said of an article's body: whole sentences, `MAX_ANSWER` characters together, one at least. */
export function spokenAnswer(markdown: string): Spoken {
  const all = spokenSentences(markdown);
  let length = 0;
  const fitting = all.findIndex((sentence) => (length += sentence.length + 1) > MAX_ANSWER);
  const count = fitting < 0 ? all.length : Math.max(1, fitting);
  return { sentences: all.slice(0, count), isCut: count < all.length };
}

/** Every sentence of a text, in the order in which it is said. */
export function spokenSentences(markdown: string): readonly string[] {
  return linesOf(markdown)
    .map(wordsOf)
    .flatMap((line) => sentencesOf(line))
    .flatMap(breathed);
}

const FENCE = /^\s{0,3}(```|~~~)/;
const RULE = /^\s*(?:[-*_=]\s*){3,}$/;
const TABLE_RULE = /^[\s|:-]*-[\s|:-]*$/;
const MARKER = /^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}[.)]\s+)/;

/** The lines that hold words; those of one paragraph are one. Blocks of code and of data are left out. */
function linesOf(markdown: string): readonly string[] {
  if (isData(markdown)) return [];
  const lines: string[] = [];
  let isOpen = false;
  let fence: string | null = null;
  for (const line of markdown.split(/\r\n|\n|\r/)) {
    const mark = FENCE.exec(line)?.[1] ?? null;
    const isFence = mark !== null && (fence === null || fence === mark);
    if (isFence) fence = fence === null ? mark : null;
    if (isFence || fence !== null || isData(line)) isOpen = false;
    else {
      const isBlank = line.trim() === '' || RULE.test(line) || TABLE_RULE.test(line);
      const isMarked = MARKER.test(line) || line.trimStart().startsWith('|');
      if (!isBlank && isOpen && !isMarked) lines.push(`${lines.pop() ?? ''} ${line.trim()}`);
      else if (!isBlank) lines.push(withoutMarkers(line));
      isOpen = !isBlank && !line.trimStart().startsWith('#');
    }
  }
  return lines;
}

/** A quote may hold a list, and a list a quote. */
function withoutMarkers(line: string): string {
  let rest = line;
  for (let times = 0; times < 4 && MARKER.test(rest); times += 1) rest = rest.replace(MARKER, '');
  return rest.trim();
}

/** JSON, which a program wrote for programs. */
function isData(text: string): boolean {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return false;
  try {
    JSON.parse(trimmed);
    return true;
  } catch {
    return false;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: ' ', gt: ' ', quot: '"', apos: "'", nbsp: ' ' };
const SIGNS: Readonly<Record<string, string>> = {
  '&': ' and ',
  '%': ' percent',
  '@': ' at ',
  '+': ' plus ',
  '=': ' equals ',
  '×': ' times ',
  '°': ' degrees',
  '–': ', ',
  '—': ', ',
  '…': '. ',
  '|': ', ',
  '/': ' ',
};
const MONEY: Readonly<Record<string, string>> = { $: 'dollars', '€': 'euros', '£': 'pounds' };

/** The words of a line. Each step leaves less that is no word; the last one leaves nothing. */
function wordsOf(line: string): string {
  return line
    .replaceAll(/!\[[^[\]]*\]\([^()]*\)/g, ' ')
    .replaceAll(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => ENTITIES[name] ?? ' ')
    .replaceAll(/\b(?:https?:\/\/|www\.)([^\s/?#]*)\S*/gi, (_, host: string) => dotted(host))
    .replaceAll(
      /([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63})+)/g,
      (_, name: string, host: string) => `${dotted(name)} at ${dotted(host)}`,
    )
    .replaceAll(/([$€£])\s?(\d+(?:[.,]\d+)*)/g, (_, sign: string, amount: string) => `${amount} ${MONEY[sign] ?? ''}`)
    .replaceAll(/\s-+\s/g, ', ')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[&%@+=×°–—…|/]/g, (sign) => SIGNS[sign] ?? ' ')
    .replaceAll(/[_~*`\\]/g, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}\s.,?!:;'()-]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,?!:;])/g, '$1')
    .replaceAll(/([,:;])(?:\s*[,:;])+/g, '$1')
    .replaceAll(/\( ?\)/g, '')
    .replace(/^[\s.,?!:;)-]+/, '')
    .trim();
}

function dotted(address: string): string {
  return address.replaceAll('.', ' dot ');
}

/** The sentences of a line; one that does not end as a sentence is made to. */
function sentencesOf(line: string): readonly string[] {
  if (!/[\p{L}\p{N}]/u.test(line)) return [];
  const segments = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(line)];
  return segments
    .map(({ segment }) => segment.trim())
    .filter((segment) => /[\p{L}\p{N}]/u.test(segment))
    .map((segment) => (/[.?!]$/.test(segment) ? segment : `${segment.replace(/[,:;(-]+$/, '')}.`));
}

/** A long sentence in pieces, cut where one breathes, else between words, else where it must be. */
function breathed(sentence: string): readonly string[] {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > MAX_SENTENCE) {
    const part = rest.slice(0, MAX_SENTENCE);
    const breath = Math.max(part.lastIndexOf(', '), part.lastIndexOf('; '), part.lastIndexOf(': '));
    const space = part.lastIndexOf(' ');
    const cut = breath > MAX_SENTENCE / 3 ? breath + 1 : space > 0 ? space : wholeLength(part);
    pieces.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return [...pieces, rest];
}

/** Never through the middle of a character. */
function wholeLength(part: string): number {
  return part.isWellFormed() ? part.length : part.length - 1;
}
