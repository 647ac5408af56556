/** The texts of what is sent to people (text messages, e-mails), and of the pages that the server writes. */
import type { WrittenLanguage } from '#domain/directory/language.ts';
import { preferredWritten } from '#domain/directory/language.ts';
import de from './de/public.json' with { type: 'json' };
import en from './en/public.json' with { type: 'json' };
import es from './es/public.json' with { type: 'json' };
import fr from './fr/public.json' with { type: 'json' };
import type { PublicGaps } from './gaps.ts';
import type { Say, Texts } from './say.ts';
import { createSay } from './say.ts';

type Key = keyof typeof en;

/** Says a text of them. */
export type PublicSay = Say<Key, PublicGaps>;

const TEXTS: Readonly<Record<WrittenLanguage, Texts<Key>>> = { de, en, es, fr };

/** The texts in the first of the languages that has them, and which one that is; English where none has. */
export function publicTexts(wanted: readonly string[]): { readonly lang: WrittenLanguage; readonly say: PublicSay } {
  const lang = preferredWritten(wanted);
  return { lang, say: createSay<Key, PublicGaps>(lang, TEXTS[lang], en) };
}
