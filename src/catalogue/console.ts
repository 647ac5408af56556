/** The texts of the console: English is loaded with it, and one more language when a person reads it in that. */
import type { WrittenLanguage } from '#domain/directory/language.ts';
import en from './en/console.json' with { type: 'json' };
import type { ConsoleGaps } from './gaps.ts';
import type { Say, Texts } from './say.ts';
import { createSay } from './say.ts';

/** Texts that can be said with nothing to fill in are keys that are not in `ConsoleGaps`. */
export type ConsoleKey = keyof typeof en;

/** Says a text of the console. */
export type ConsoleSay = Say<ConsoleKey, ConsoleGaps>;

const LOAD = {
  en: async () => en,
  de: async () => (await import('./de/console.json', { with: { type: 'json' } })).default,
  es: async () => (await import('./es/console.json', { with: { type: 'json' } })).default,
  fr: async () => (await import('./fr/console.json', { with: { type: 'json' } })).default,
} as const satisfies Readonly<Record<WrittenLanguage, () => Promise<Texts<ConsoleKey>>>>;

/** The English texts, which are always there. */
export const englishConsole: ConsoleSay = createSay<ConsoleKey, ConsoleGaps>('en', en, en);

/** The texts in the language. Numbers are written as `locale` does, which is the language or one of its regions. */
export async function loadConsole(lang: WrittenLanguage, locale: string): Promise<ConsoleSay> {
  return createSay<ConsoleKey, ConsoleGaps>(locale, await LOAD[lang](), en);
}
