/** Says texts of a catalogue: ICU messages, formatted by FormatJS as their language counts and writes numbers. */
import { IntlMessageFormat } from 'intl-messageformat';

/** What a gap of a text may be filled with. */
export type Fill = string | number;

/**
 * Says a text by its key. A text with gaps takes what fills them: `Gaps` has the keys of such texts, each with the
 * names of its gaps.
 */
export type Say<Key extends string, Gaps> = <K extends Key>(
  key: K,
  ...fill: K extends keyof Gaps ? [values: Gaps[K]] : []
) => string;

/** A language's texts; what is not translated yet is missing. */
export type Texts<Key extends string> = Readonly<Partial<Record<Key, string>>>;

/**
 * Texts in a language; one that is missing there is said in English. `lang` may have a region, which decides how
 * numbers are written. A text is read when it is first said, and then kept.
 */
export function createSay<Key extends string, Gaps>(
  lang: string,
  texts: Texts<Key>,
  english: Readonly<Record<Key, string>>,
): Say<Key, Gaps> {
  const read = new Map<Key, IntlMessageFormat>();
  return (key, ...[values]) => {
    const text = texts[key] ?? english[key];
    // Most texts have no gap, and then nothing in them has a meaning of its own (see the tests of the catalogue).
    if (!text.includes('{')) return text;
    const message =
      read.get(key) ??
      new IntlMessageFormat(text, texts[key] === undefined ? 'en' : lang, undefined, { ignoreTag: true });
    read.set(key, message);
    // `Gaps` is read off the English texts, and the tests hold every other language against them.
    return String(message.format(values as Readonly<Record<string, Fill>>));
  };
}
