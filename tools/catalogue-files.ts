/** What `npm run generate` reads off the catalogue: the gaps of its texts, and how far each language is. */
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { format } from 'oxfmt';
import { WRITTEN_LANGUAGES } from '../src/domain/directory/language.ts';

/** The texts of one file by their keys. */
export type TextFile = Readonly<Record<string, string>>;

const FOLDER = 'src/catalogue';

/** The files that each language has, by their names without the ending. */
export const CATALOGUE_FILES: readonly string[] = globSync(`${FOLDER}/en/*.json`)
  .map((path) => basename(path, '.json'))
  .toSorted();

/** One file of a language. */
export function readTexts(lang: string, name: string): TextFile {
  return JSON.parse(readFileSync(`${FOLDER}/${lang}/${name}.json`, 'utf8')) as TextFile;
}

/** The kinds of gaps; the others that ICU knows are not used (dates are formatted before). */
const KINDS: Readonly<Record<number, 'string' | 'number'>> = { 1: 'string', 2: 'number', 5: 'string', 6: 'number' };

type Part = {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>;
};

/** The gaps of a text with what fills them, and its plurals with the forms they have. Throws where it is no message. */
export function gapsOf(text: string): {
  readonly gaps: ReadonlyMap<string, 'string' | 'number'>;
  readonly plurals: readonly (readonly string[])[];
} {
  const gaps = new Map<string, 'string' | 'number'>();
  const plurals: string[][] = [];
  const look = (parts: readonly Part[]): void => {
    for (const { type, value, options = {} } of parts) {
      const kind = KINDS[type];
      if (kind !== undefined) gaps.set(String(value), kind);
      if (type === 6) plurals.push(Object.keys(options));
      for (const each of Object.values(options)) look(each.value);
    }
  };
  look(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst());
  return { gaps, plurals };
}

const HEADER = `/** This is one table, written by \`npm run generate\` from the English texts: what fills their gaps, by file and key. */
`;

/** src/catalogue/gaps.ts. */
export async function writeGaps(): Promise<string> {
  const types = CATALOGUE_FILES.map((name) => {
    const rows = Object.entries(readTexts('en', name)).flatMap(([key, text]) => {
      const gaps = [...gapsOf(text).gaps].map(([gap, kind]) => `readonly ${gap}: ${kind}`);
      return gaps.length === 0 ? [] : [`  readonly '${key}': { ${gaps.join('; ')} };\n`];
    });
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Gaps`;
    return `/** Gaps of \`${name}.json\`. */\nexport type ${type} = {\n${rows.join('')}};\n`;
  });
  const { code, errors } = await format('gaps.ts', `${HEADER}${types.join('\n')}`, {
    printWidth: 120,
    singleQuote: true,
  });
  if (errors.length > 0) throw new Error(errors[0]?.message);
  return code;
}

const ABOUT: Readonly<Record<string, string>> = {
  caller: 'the page that callers call from',
  console: 'the console',
  identity: 'the console: people, sign-in, second factors, tokens, audit log',
  public: 'text messages, e-mails, the Messenger page, pages behind links',
  refusals: 'the console: what the server refuses',
  settings: 'the console: the other settings',
  spoken: 'what callers hear',
};

/** docs/translation-coverage.md. */
export function writeTranslationCoverage(): string {
  const row = (name: string): string => {
    const keys = Object.keys(readTexts('en', name));
    const cells = WRITTEN_LANGUAGES.slice(1).map((lang) => {
      const texts = readTexts(lang, name);
      const done = keys.filter((key) => texts[key] !== undefined).length;
      return `${done} of ${keys.length} (${Math.floor((100 * done) / keys.length)} %)`;
    });
    return `| \`${name}.json\` | ${ABOUT[name] ?? ''} | ${cells.join(' | ')} |`;
  };
  return `# How far each translation is

Written by \`npm run generate\` from \`src/catalogue\`. A text that is missing in a language is shown in English.
[translations.md](translations.md) has the review notes, and what of the product is not in the catalogue yet.

| file | texts of | ${WRITTEN_LANGUAGES.slice(1).join(' | ')} |
|---|---|${WRITTEN_LANGUAGES.slice(1)
    .map(() => '---|')
    .join('')}
${CATALOGUE_FILES.map(row).join('\n')}
`;
}
