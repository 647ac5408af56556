/** The little Markdown that descriptions use: paragraphs, lists, bold, code and links. */
import type { Html } from '../page.ts';
import { markup } from '../page.ts';

/** Blocks, separated by empty lines; a block of lines that begin with `* ` or `- ` is a list. */
export function writeMarkdown(text: string): Html[] {
  return text.split(/\n{2,}/).map((block) => {
    const lines = block.split('\n');
    return lines.every((line) => /^[*-] /.test(line))
      ? markup`<ul>${lines.map((line) => markup`<li>${writeInline(line.slice(2))}</li>`)}</ul>`
      : markup`<p>${writeInline(block)}</p>`;
  });
}

/** Bold, code and links to `https:` addresses or to this server; everything else is text. */
export function writeInline(text: string): Html[] {
  const pattern = /`(?<code>[^`]+)`|\*\*(?<bold>[^*]+)\*\*|\[(?<label>[^\]]+)\]\((?<href>(?:https:\/\/|\/)[^)\s]+)\)/g;
  const pieces: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const { code, bold, label = '', href = '' } = match.groups ?? {};
    pieces.push(markup`${text.slice(end, match.index)}`);
    if (code !== undefined) pieces.push(markup`<code>${code}</code>`);
    else if (bold !== undefined) pieces.push(markup`<strong>${bold}</strong>`);
    else pieces.push(markup`<a href="${href}">${label}</a>`);
    end = match.index + match[0].length;
  }
  return [...pieces, markup`${text.slice(end)}`];
}
