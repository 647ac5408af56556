/**
 * What callers hear that no person says. The voice that comes with Patchbay speaks English alone, so the other
 * languages are for those who record these texts; until they have, their callers hear the English ones.
 */
import type { WrittenLanguage } from '#domain/directory/language.ts';
import { writtenLanguage } from '#domain/directory/language.ts';
import de from './de/spoken.json' with { type: 'json' };
import en from './en/spoken.json' with { type: 'json' };
import es from './es/spoken.json' with { type: 'json' };
import fr from './fr/spoken.json' with { type: 'json' };
import type { SpokenGaps } from './gaps.ts';
import type { Say, Texts } from './say.ts';
import { createSay } from './say.ts';

type Key = keyof typeof en;

/** Says one of the texts. */
export type SpokenSay = Say<Key, SpokenGaps>;

const TEXTS: Readonly<Record<WrittenLanguage, Texts<Key>>> = { de, en, es, fr };

/** What the voice that comes with Patchbay speaks. */
export const VOICE_LANGUAGE = 'en';

/** The texts in the language that the voice speaks. */
export const spoken: SpokenSay = createSay<Key, SpokenGaps>(VOICE_LANGUAGE, en, en);

/** The texts in a language; null where there are none in it. */
export function spokenIn(lang: string): SpokenSay | null {
  const written = writtenLanguage(lang);
  return written === null ? null : createSay<Key, SpokenGaps>(lang, TEXTS[written], en);
}
