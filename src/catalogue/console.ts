/**
 * The texts of the console, in more than one file, each of its own area: English is loaded with it, and one more
 * language when a person reads it in that.
 */
import type { WrittenLanguage } from '#domain/directory/language.ts';
import enConsole from './en/console.json' with { type: 'json' };
import enIdentity from './en/identity.json' with { type: 'json' };
import enRefusals from './en/refusals.json' with { type: 'json' };
import enSettings from './en/settings.json' with { type: 'json' };
import type { ConsoleGaps, IdentityGaps, RefusalsGaps, SettingsGaps } from './gaps.ts';
import type { Say, Texts } from './say.ts';
import { createSay } from './say.ts';

const ENGLISH = { ...enConsole, ...enIdentity, ...enRefusals, ...enSettings };
type Gaps = ConsoleGaps & IdentityGaps & RefusalsGaps & SettingsGaps;

/** Texts that can be said with nothing to fill in are keys without gaps (`gaps.ts`). */
export type ConsoleKey = keyof typeof ENGLISH;

/** Says a text of the console. */
export type ConsoleSay = Say<ConsoleKey, Gaps>;

type Part = Texts<ConsoleKey>;

const LOAD = {
  en: async () => [ENGLISH],
  de: async () =>
    all(
      import('./de/console.json', { with: { type: 'json' } }),
      import('./de/identity.json', { with: { type: 'json' } }),
      import('./de/refusals.json', { with: { type: 'json' } }),
      import('./de/settings.json', { with: { type: 'json' } }),
    ),
  es: async () =>
    all(
      import('./es/console.json', { with: { type: 'json' } }),
      import('./es/identity.json', { with: { type: 'json' } }),
      import('./es/refusals.json', { with: { type: 'json' } }),
      import('./es/settings.json', { with: { type: 'json' } }),
    ),
  fr: async () =>
    all(
      import('./fr/console.json', { with: { type: 'json' } }),
      import('./fr/identity.json', { with: { type: 'json' } }),
      import('./fr/refusals.json', { with: { type: 'json' } }),
      import('./fr/settings.json', { with: { type: 'json' } }),
    ),
} as const satisfies Readonly<Record<WrittenLanguage, () => Promise<readonly Part[]>>>;

async function all(...files: readonly Promise<{ readonly default: Part }>[]): Promise<readonly Part[]> {
  return (await Promise.all(files)).map((file) => file.default);
}

/** Whether there is a text of that name. */
export function isConsoleKey(text: string): text is ConsoleKey {
  return Object.hasOwn(ENGLISH, text);
}

/** The English texts, which are always there. */
export const englishConsole: ConsoleSay = createSay<ConsoleKey, Gaps>('en', ENGLISH, ENGLISH);

/** The texts in the language. Numbers are written as `locale` does, which is the language or one of its regions. */
export async function loadConsole(lang: WrittenLanguage, locale: string): Promise<ConsoleSay> {
  const texts: Part = Object.assign({}, ...(await LOAD[lang]()));
  return createSay<ConsoleKey, Gaps>(locale, texts, ENGLISH);
}
