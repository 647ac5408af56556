/** The texts of the caller's page, all languages of them: callers change the language without loading anything. */
import { writtenLanguage } from '#domain/directory/language.ts';
import type { WrittenLanguage } from '#domain/directory/language.ts';
import de from './de/caller.json' with { type: 'json' };
import en from './en/caller.json' with { type: 'json' };
import es from './es/caller.json' with { type: 'json' };
import fr from './fr/caller.json' with { type: 'json' };
import type { CallerGaps } from './gaps.ts';
import type { Say, Texts } from './say.ts';
import { createSay } from './say.ts';

type Key = keyof typeof en;

/** Says a text of the page. */
export type CallerSay = Say<Key, CallerGaps>;

const TEXTS: Readonly<Record<WrittenLanguage, Texts<Key>>> = { de, en, es, fr };

/** The texts and the language they are really in: English where there are none in the one asked for. */
export function callerTexts(asked: string): { readonly lang: string; readonly say: CallerSay } {
  const written = writtenLanguage(asked);
  const lang = written === null ? 'en' : asked;
  return { lang, say: createSay<Key, CallerGaps>(lang, TEXTS[written ?? 'en'], en) };
}
