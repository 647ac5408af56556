/** The languages of the caller's page: another one is another entry of `CATALOGUE`. */
import type { Texts } from './texts-en.ts';
import { en } from './texts-en.ts';
import { de } from './texts-de.ts';
import { es } from './texts-es.ts';
import { fr } from './texts-fr.ts';

const CATALOGUE: Readonly<Record<string, Texts>> = { en, de, es, fr };

/**
 * The texts and the language they are really in: English where there are none in the one asked for. A region counts for
 * its language.
 */
export function textsIn(lang: string): { readonly lang: string; readonly texts: Texts } {
  const base = lang.split('-')[0] ?? '';
  const found = CATALOGUE[lang] ?? CATALOGUE[base];
  return found === undefined
    ? { lang: 'en', texts: en }
    : { lang: CATALOGUE[lang] === undefined ? base : lang, texts: found };
}

/** Whether the page has texts in the language, or in that of its region. */
export function isWritten(lang: string): boolean {
  return CATALOGUE[lang] !== undefined || CATALOGUE[lang.split('-')[0] ?? ''] !== undefined;
}

/** The language to begin with: what the reader prefers of what the line speaks. */
export function preferredLanguage(spoken: readonly string[], preferred: readonly string[]): string {
  for (const each of preferred) {
    const found = spoken.find((lang) => lang === each) ?? spoken.find((lang) => lang === each.split('-')[0]);
    if (found !== undefined) return found;
  }
  return spoken.includes('en') ? 'en' : (spoken[0] ?? 'en');
}

/** Minutes and seconds, hours when there are any. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

/** The wait in words; null when it cannot be told. */
export function waitInWords(texts: Texts, seconds: number | null): string | null {
  if (seconds === null) return null;
  return seconds < 60 ? texts.waitShort : texts.wait(Math.round(seconds / 60));
}
