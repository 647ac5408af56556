/**
 * Turns the HTML of help centers into Markdown. Only what an article is made of is kept: headings, paragraphs, lists,
 * emphasis and links. It is read once from its beginning to its end, whatever it holds.
 */

/** Elements whose content no one reads. */
const UNREAD = new Set(['script', 'style', 'template', 'noscript', 'svg', 'head', 'nav', 'iframe', 'object']);
/** Elements that stand in lines of their own. */
const BLOCKS = new Set([
  'p',
  'div',
  'section',
  'article',
  'main',
  'header',
  'footer',
  'blockquote',
  'pre',
  'table',
  'tr',
  'figure',
]);
/** Lists within lists are indented so far at most. */
const MAX_LIST_DEPTH = 5;
/** No element that means something here has a longer name. */
const MAX_NAME_LENGTH = 20;
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const MARKS: Readonly<Record<string, string>> = { strong: '**', b: '**', em: '*', i: '*', code: '`' };
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  eur: '€',
  euro: '€',
  pound: '£',
  copy: '©',
  reg: '®',
  deg: '°',
  times: '×',
};

/** What stands open: the lists, with the number of the last item of ordered ones, and the addresses of links. */
type Open = { readonly lists: { isOrdered: boolean; count: number }[]; readonly links: string[] };

/** The text. */
export function htmlToMarkdown(html: string): string {
  const open: Open = { lists: [], links: [] };
  const written: string[] = [];
  const write = (text: string): void => {
    if (text !== '') written.push(text);
  };
  let unread: string | null = null;
  for (let at = 0; at < html.length;) {
    const begin = html.indexOf('<', at);
    const text = html.slice(at, begin < 0 ? undefined : begin);
    if (unread === null) write(writtenText(text, written.at(-1) ?? '\n'));
    if (begin < 0) break;
    const isComment = html.startsWith('<!--', begin);
    const end = html.indexOf(isComment ? '-->' : '>', begin);
    if (end < 0) break;
    const tag = isComment ? null : readTag(html.slice(begin + 1, end));
    at = end + (isComment ? 3 : 1);
    if (tag === null) continue;
    if (unread !== null) unread = tag.isEnd && tag.name === unread ? null : unread;
    else if (UNREAD.has(tag.name)) unread = tag.isEnd ? null : tag.name;
    else write(writtenTag(tag, open));
  }
  return written
    .join('')
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

type Tag = { readonly name: string; readonly isEnd: boolean; readonly attributes: string };

function readTag(inside: string): Tag | null {
  const isEnd = inside.startsWith('/');
  const from = isEnd ? 1 : 0;
  const name = /^[a-z][a-z0-9]*/i.exec(inside.slice(from, from + MAX_NAME_LENGTH))?.[0] ?? '';
  return name === '' ? null : { name: name.toLowerCase(), isEnd, attributes: inside.slice(from + name.length) };
}

function writtenTag({ name, isEnd, attributes }: Tag, open: Open): string {
  const level = HEADINGS.indexOf(name);
  if (level >= 0) return isEnd ? '\n\n' : `\n\n${'#'.repeat(level + 1)} `;
  if (name === 'br') return '\n';
  if (name === 'ul' || name === 'ol') {
    const isWithin = open.lists.length > (isEnd ? 1 : 0);
    if (isEnd) open.lists.pop();
    else open.lists.push({ isOrdered: name === 'ol', count: 0 });
    return isWithin ? '' : '\n\n';
  }
  if (name === 'li') return isEnd ? '' : `\n${itemOf(open)}`;
  if (name === 'a') return writtenLink(isEnd, attributes, open);
  if (name in MARKS) return MARKS[name] ?? '';
  return BLOCKS.has(name) ? '\n\n' : '';
}

function itemOf({ lists }: Open): string {
  const list = lists.at(-1);
  const indent = '  '.repeat(Math.min(Math.max(0, lists.length - 1), MAX_LIST_DEPTH));
  if (list?.isOrdered !== true) return `${indent}- `;
  list.count += 1;
  return `${indent}${list.count}. `;
}

/** Only addresses that people can follow stay: not `javascript:`, and not those within the page. */
function writtenLink(isEnd: boolean, attributes: string, { links }: Open): string {
  if (isEnd) {
    const address = links.pop() ?? '';
    return address === '' ? '' : `](${address})`;
  }
  const [, , quoted = '', bare = ''] = /\bhref\s*=\s*(?:(["'])(.*?)\1|([^\s"'>]+))/i.exec(attributes) ?? [];
  const address = decoded(quoted === '' ? bare : quoted).trim();
  const kept = /^(https?:\/\/|mailto:|tel:)[^\s()<>]+$/i.test(address) ? address : '';
  links.push(kept);
  return kept === '' ? '' : '[';
}

/** Text as Markdown: what would mark something is escaped, and space is one space. */
function writtenText(text: string, before: string): string {
  if (text.length === 0) return '';
  const isBegun = !before.endsWith('\n') && !before.endsWith(' ');
  if (text.trim() === '') return isBegun ? ' ' : '';
  const single = decoded(text).replaceAll(/\s+/g, ' ');
  const begun = isBegun ? single : single.trimStart();
  return begun.replaceAll(/[\\*_`[\]#]/g, String.raw`\$&`);
}

function decoded(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const isHex = name[1]?.toLowerCase() === 'x';
    const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    const isCharacter = code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);
    return isCharacter ? String.fromCodePoint(code) : '';
  });
}
