import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_IMPORTED } from '#domain/directory/article.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { readCsv } from './read-csv.ts';
import type { ArticleMediaType, ImportFault } from './read-import.ts';
import { readArticles } from './read-import.ts';

const DEFAULTS = { lang: 'en', status: 'draft' } as const;
const read = (text: string, mediaType: ArticleMediaType) =>
  readArticles(new TextEncoder().encode(text), mediaType, DEFAULTS);
const drafts = (text: string, mediaType: ArticleMediaType) => {
  const result = read(text, mediaType);
  assert.ok(result.ok, JSON.stringify(result));
  return result.drafts;
};
const faults = (text: string, mediaType: ArticleMediaType): readonly ImportFault[] => {
  const result = read(text, mediaType);
  assert.ok(!result.ok);
  return result.faults;
};
const detail = (text: string, mediaType: ArticleMediaType): string => {
  const result = read(text, mediaType);
  return result.ok ? '' : result.detail;
};

const MARKDOWN = `# Where is my *order*? ##

It is **on its way**.

\`\`\`
# no heading
\`\`\`

## Phrasings

- Track my order
* I am _waiting_

## More

Words.

# Opening hours
From nine.`;

test('a heading of the first level begins an article, and the list of phrasings is no part of the body', () => {
  assert.deepEqual(
    drafts(MARKDOWN, 'text/markdown').map(({ title, body, phrasings }) => [title, body, phrasings]),
    [
      [
        'Where is my order?',
        'It is **on its way**.\n\n```\n# no heading\n```\n\n## More\n\nWords.',
        ['Track my order', 'I am waiting'],
      ],
      ['Opening hours', 'From nine.', []],
    ],
  );
});

test('the title may stand in what a generator of sites puts before the file', () => {
  const [article] = drafts('---\nlayout: page\ntitle: "Returns"\n---\n\nThirty days.\n', 'text/markdown');
  assert.deepEqual([article?.title, article?.body], ['Returns', 'Thirty days.']);
});

test('words before the first heading have no title', () => {
  assert.deepEqual(faults('Words.\n# Title\nWords.', 'text/markdown'), [
    { row: 1, field: 'title', detail: 'is missing' },
  ]);
});

const CSV = `\uFEFFTitle,body,phrasings,lang,status,hands_over
"Where is ""my"" order?","First line,
second line",Track it|I am waiting,,published,TRUE
Hours,From nine,,fr-CA,,`;

test('CSV has quotes, separators and lines in its fields, and says status and language where it wants to', () => {
  assert.deepEqual(drafts(CSV, 'text/csv'), [
    {
      title: 'Where is "my" order?',
      body: 'First line,\nsecond line',
      phrasings: ['Track it', 'I am waiting'],
      lang: 'en',
      status: 'published',
      handsOver: true,
    },
    { title: 'Hours', body: 'From nine', phrasings: [], lang: 'fr-CA', status: 'draft', handsOver: false },
  ]);
  assert.equal(drafts('title;body\r\nA;B, C\r\n', 'text/csv')[0]?.body, 'B, C');
});

test('each row of CSV that is wrong is named as a spreadsheet numbers it, with its field', () => {
  const text = 'title,body,status,hands_over\nA,B,gone,\n,C,,maybe\nD,E,,,F\nG,H,draft,false';
  assert.deepEqual(faults(text, 'text/csv'), [
    { row: 2, field: 'status', detail: 'is one of draft, published' },
    { row: 3, field: 'title', detail: 'is missing' },
    { row: 3, field: 'hands_over', detail: 'is true or false' },
    { row: 4, field: 'row', detail: 'has more fields than the first row' },
  ]);
});

const WHOLE: readonly (readonly [string, string, ArticleMediaType, RegExp])[] = [
  ['nothing', '', 'text/markdown', /holds no article/],
  ['only a header', 'title,body\n', 'text/csv', /holds no article/],
  ['an unknown column', 'title,body,colour\nA,B,C', 'text/csv', /“colour” is none/],
  ['a column twice', 'title,body,Title\nA,B,C', 'text/csv', /names a column twice/],
  ['no body', 'title\nA', 'text/csv', /must name the columns title and body/],
  ['an open quote', 'title,body\n"A,B', 'text/csv', /ends within a quoted field/],
  ['a NUL', '# A\n\u0000', 'text/markdown', /not text in UTF-8/],
  ['too many', '# A\nB\n'.repeat(MAX_IMPORTED + 1), 'text/markdown', /may hold 200 articles; this one has 201/],
];
for (const [what, text, mediaType, expected] of WHOLE)
  test(`${what} refuses the whole file`, () => assert.match(detail(text, mediaType), expected));

test('bytes that are no UTF-8 refuse the file', () => {
  const result = readArticles(new Uint8Array([0x23, 0x20, 0xff]), 'text/markdown', DEFAULTS);
  assert.ok(!result.ok && /UTF-8/.test(result.detail));
});

const HTML = `<!DOCTYPE html><html><head><title>Not read</title><style>h1 {}</style></head><body>
<h1>Where&rsquo;s my <em>order</em>?</h1>
<p>It is <b>on its way</b>&nbsp;&#x2014; 2 * 3 &lt; 7.<br>See <a href="https://example.com/track">the page</a>
or <a href="javascript:alert(1)">this</a>.</p>
<!-- <h1>nothing</h1> --><script>"<h1>nothing</h1>"</script>
<ol><li>One<ul><li>Within</li></ul></li><li>Two</li></ol>
<h2>Phrasings</h2><ul><li>Track it</li></ul>
<h1>Hours</h1><div>From nine</div></body></html>`;

test('HTML is read as what people see of it', () => {
  assert.deepEqual(
    drafts(HTML, 'text/html').map(({ title, body, phrasings }) => [title, body, phrasings]),
    [
      [
        'Where’s my order?',
        'It is **on its way** — 2 \\* 3 < 7.\nSee [the page](https://example.com/track) or this.\n\n1. One\n  - Within\n2. Two',
        ['Track it'],
      ],
      ['Hours', 'From nine', []],
    ],
  );
});

test('what is cut off or nested without end is read in a moment', () => {
  for (const html of ['<a href="x', '<!-- ', '<h1', 'a<b>'.repeat(10)]) htmlToMarkdown(html);
  const size = 256 * 1024;
  const evil = ['<ul><li>', '<', '<a href="', '&#', '&nbsp;', ' ', '<b> ', 'href="'].map((part) =>
    part.repeat(size / part.length),
  );
  const begun = performance.now();
  for (const text of [...evil, `# ${' '.repeat(size)}x`, `# ${'#'.repeat(size)}x`, `- ${' '.repeat(size)}`]) {
    htmlToMarkdown(text);
    read(text, 'text/markdown');
    readCsv(text);
  }
  // Eleven texts of a quarter of a megabyte, three readers: a second here means that one of them is not linear.
  assert.ok(performance.now() - begun < 5000, `${performance.now() - begun} ms`);
});
