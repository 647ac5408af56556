/** Reads articles out of Markdown: each heading of the first level begins one. */

/** What was written of an article; an empty title is none. `line`: where it begins in the file, from 1. */
export type WrittenArticle = {
  readonly line: number;
  readonly title: string;
  readonly body: string;
  readonly phrasings: readonly string[];
};

/** The heading whose list holds the phrasings, in any language that the product speaks: it is not part of the body. */
const PHRASINGS = /^#{2,6}\s+phrasings\s*#*$/i;
const TITLE = /^#\s+(.*)$/;
const HEADING = /^#{1,6}\s/;
const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/;
const FENCE = /^\s*(```|~~~)/;

/** The articles of a file, in its order. A heading within a block of code is none. */
export function readMarkdown(text: string): readonly WrittenArticle[] {
  const lines = text.split(/\r\n|\n|\r/);
  const front = frontMatterOf(lines);
  const articles: { line: number; title: string; lines: string[] }[] = [];
  let fence: string | null = null;
  for (const [place, line] of lines.entries()) {
    if (place < front.lines) continue;
    const mark = FENCE.exec(line)?.[1] ?? null;
    if (mark !== null && (fence === null || fence === mark)) fence = fence === null ? mark : null;
    const title = fence === null && mark === null ? TITLE.exec(line)?.[1] : undefined;
    if (title !== undefined) articles.push({ line: place + 1, title, lines: [] });
    else if (articles.length > 0) articles.at(-1)?.lines.push(line);
    else if (line.trim() !== '') articles.push({ line: place + 1, title: front.title, lines: [line] });
  }
  return articles.map(({ line, title, lines: within }) => ({
    line,
    title: plain(withoutClosing(title)),
    ...partsOf(within),
  }));
}

/** What generators of sites put before a file, between lines of three dashes: only its title is read. */
function frontMatterOf(lines: readonly string[]): { readonly lines: number; readonly title: string } {
  const end = lines[0]?.trim() === '---' ? lines.indexOf('---', 1) : -1;
  if (end < 0) return { lines: 0, title: '' };
  const titles = lines.slice(1, end).map((line) => /^title:\s*(["']?)(.*)\1\s*$/.exec(line)?.[2]);
  return { lines: end + 1, title: titles.find((each) => each !== undefined) ?? '' };
}

function partsOf(lines: readonly string[]): Pick<WrittenArticle, 'body' | 'phrasings'> {
  const begin = lines.findIndex((line) => PHRASINGS.test(line));
  if (begin < 0) return { body: lines.join('\n').trim(), phrasings: [] };
  const length = lines.slice(begin + 1).findIndex((line) => HEADING.test(line));
  const end = length < 0 ? lines.length : begin + 1 + length;
  const phrasings = lines.slice(begin + 1, end).flatMap((line) => ITEM.exec(line)?.[1]?.trim() ?? []);
  return { body: [...lines.slice(0, begin), ...lines.slice(end)].join('\n').trim(), phrasings: phrasings.map(plain) };
}

/** A heading may be closed by as many marks as one likes. Source: CommonMark 0.31, section 4.2. */
function withoutClosing(title: string): string {
  let end = title.length;
  while (end > 0 && title[end - 1] === '#') end -= 1;
  return end === 0 || /\s/.test(title[end - 1] ?? '') ? title.slice(0, end) : title;
}

/** Without what only marks it. */
function plain(text: string): string {
  return text
    .replaceAll(/(?<!\\)[*_`]/g, '')
    .replaceAll(/\\([\\*_`[\]#])/g, '$1')
    .trim();
}
