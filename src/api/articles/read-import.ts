/** Reads a file of articles: Markdown, CSV or HTML. Everything in it is judged before anything is stored. */
import type { ArticleDraft, ArticleStatus, ImportRefusal } from '#domain/directory/article.ts';
import { ARTICLE_STATUSES, articleFaults, MAX_ARTICLES, MAX_IMPORTED } from '#domain/directory/article.ts';
import { isStorableText } from '#http/body.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import type { CsvRecord } from './read-csv.ts';
import { readCsv } from './read-csv.ts';
import { readMarkdown } from './read-markdown.ts';

/** What is taken. */
export const ARTICLE_MEDIA_TYPES = ['text/markdown', 'text/csv', 'text/html'] as const;
export type ArticleMediaType = (typeof ARTICLE_MEDIA_TYPES)[number];

/** Faults that are told of one file, at most. */
const MAX_FAULTS = 100;

/** What is wrong with an article of the file. `row`: its place in the file, from 1; of CSV the row, the header is 1. */
export type ImportFault = { readonly row: number; readonly field: string; readonly detail: string };

/** What the file holds, or what is wrong with it: as a whole, or with each row. */
export type ReadImport =
  | { readonly ok: true; readonly drafts: readonly ArticleDraft[]; readonly rows: readonly number[] }
  | { readonly ok: false; readonly detail: string; readonly faults: readonly ImportFault[] };

/** What articles are where the file does not say. */
export type ImportDefaults = { readonly lang: string; readonly status: ArticleStatus };

type Row = { readonly row: number; readonly draft: ArticleDraft; readonly faults: readonly Omit<ImportFault, 'row'>[] };

/** Reads it. */
export function readArticles(file: Uint8Array, mediaType: ArticleMediaType, defaults: ImportDefaults): ReadImport {
  const text = decodedOf(file);
  if (text === null) return refused('The file is not text in UTF-8.');
  const rows = mediaType === 'text/csv' ? csvRows(text, defaults) : markdownRows(text, mediaType, defaults);
  if (typeof rows === 'string') return refused(rows);
  if (rows.length === 0) return refused('The file holds no article.');
  if (rows.length > MAX_IMPORTED)
    return refused(`A file may hold ${MAX_IMPORTED} articles; this one has ${rows.length}.`);
  const faults = rows.flatMap(({ row, faults: own }) => own.map((fault) => ({ row, ...fault })));
  return faults.length > 0
    ? refused('Something in the file is not as it should be; nothing was imported.', faults.slice(0, MAX_FAULTS))
    : { ok: true, drafts: rows.map(({ draft }) => draft), rows: rows.map(({ row }) => row) };
}

/** What refuses an import that could be read, told of its rows. */
export function importRefused(refusal: ImportRefusal, rows: readonly number[]): Extract<ReadImport, { ok: false }> {
  if (refusal.code === 'articles_full') return refused(`A workspace may have ${MAX_ARTICLES} articles.`);
  const faults = refusal.places.map((place) => ({
    row: rows[place] ?? place + 1,
    field: 'title',
    detail: 'stands in the workspace or in the file already',
  }));
  return refused('Some titles are taken; nothing was imported.', faults.slice(0, MAX_FAULTS));
}

function refused(detail: string, faults: readonly ImportFault[] = []): Extract<ReadImport, { ok: false }> {
  return { ok: false, detail, faults };
}

function decodedOf(file: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file);
    return isStorableText(text) ? text : null;
  } catch {
    return null;
  }
}

function markdownRows(text: string, mediaType: ArticleMediaType, defaults: ImportDefaults): readonly Row[] {
  const articles = readMarkdown(mediaType === 'text/html' ? htmlToMarkdown(text) : text);
  return articles.map(({ title, body, phrasings }, place) => {
    const draft = { title, body, phrasings, handsOver: false, ...defaults };
    return { row: place + 1, draft, faults: articleFaults(draft) };
  });
}

/** Columns by their name in the first row; the first two must be there. */
const COLUMNS = ['title', 'body', 'phrasings', 'lang', 'status', 'hands_over'] as const;
type Column = (typeof COLUMNS)[number];

function csvRows(text: string, defaults: ImportDefaults): readonly Row[] | string {
  const records = readCsv(text);
  if (records === null) return 'The file ends within a quoted field.';
  const [header, ...rest] = records;
  if (header === undefined) return [];
  const names = header.fields.map((each) => each.trim().toLowerCase());
  const unknown = names.find((name) => !COLUMNS.some((each) => each === name));
  if (unknown !== undefined)
    return `The first row names the columns: ${COLUMNS.join(', ')}. “${unknown.slice(0, 100)}” is none.`;
  if (new Set(names).size < names.length) return 'The first row names a column twice.';
  if (!names.includes('title') || !names.includes('body')) return 'The first row must name the columns title and body.';
  return rest.map((record, place) => csvRow(record, place + 2, names, defaults));
}

function csvRow({ fields }: CsvRecord, row: number, names: readonly string[], defaults: ImportDefaults): Row {
  const of = (column: Column): string => fields[names.indexOf(column)]?.trim() ?? '';
  const asked = { status: of('status').toLowerCase(), handsOver: of('hands_over').toLowerCase() };
  const status = asked.status === '' ? defaults.status : ARTICLE_STATUSES.find((each) => each === asked.status);
  const draft = {
    title: of('title'),
    body: of('body'),
    phrasings: of('phrasings')
      .split(/[|\n]/)
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    lang: of('lang') === '' ? defaults.lang : of('lang'),
    status: status ?? defaults.status,
    handsOver: asked.handsOver === 'true',
  };
  const faults = [
    ...(fields.length > names.length ? [{ field: 'row', detail: 'has more fields than the first row' }] : []),
    ...articleFaults(draft),
    ...(status === undefined ? [{ field: 'status', detail: `is one of ${ARTICLE_STATUSES.join(', ')}` }] : []),
    ...(['', 'true', 'false'].includes(asked.handsOver) ? [] : [{ field: 'hands_over', detail: 'is true or false' }]),
  ];
  return { row, draft, faults };
}
