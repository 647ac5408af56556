/** The language that the console is read in: the person's own, else the one that their browser prefers. */
import { useSyncExternalStore } from 'react';
import type { ConsoleSay } from '#catalogue/console.ts';
import { englishConsole, loadConsole } from '#catalogue/console.ts';
import type { WrittenLanguage } from '#domain/directory/language.ts';
import { preferredWritten, writtenLanguage } from '#domain/directory/language.ts';

/** Where the language of who was here last is kept, so that the sign-in page is in it. */
const KEY = 'patchbay.language';

let now: { readonly lang: WrittenLanguage; readonly locale: string; readonly say: ConsoleSay } = {
  lang: 'en',
  locale: localeOf('en'),
  say: englishConsole,
};
const listeners = new Set<() => void>();

/** Says a text of the console in the language of now. Ask while drawing, never once for all when a file is loaded. */
export const say: ConsoleSay = (key, ...fill) => now.say(key, ...fill);

/** The language of now. */
export function language(): WrittenLanguage {
  return now.lang;
}

/** How `Intl` writes times and numbers: as the language does, in the browser's region where that speaks it. */
export function locale(): string {
  return now.locale;
}

/** The language of now; who asks is drawn anew when it changes. */
export function useLanguage(): WrittenLanguage {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => now.lang,
  );
}

/** The language before anyone is known: that of who was here last, else the browser's. */
export async function beginLanguage(): Promise<void> {
  await read(writtenLanguage(localStorage.getItem(KEY) ?? '') ?? preferredWritten(navigator.languages));
}

/** The language that a person has chosen; null is their browser's. */
export async function readIn(chosen: string | null): Promise<void> {
  const own = chosen === null ? null : writtenLanguage(chosen);
  if (own === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, own);
  await read(own ?? preferredWritten(navigator.languages));
}

/** Changes to the language; where its texts cannot be loaded the page stays in the one of before. */
async function read(lang: WrittenLanguage): Promise<void> {
  document.documentElement.lang = now.lang;
  if (lang === now.lang) return;
  const place = localeOf(lang);
  const loaded = await loadConsole(lang, place).catch(() => null);
  if (loaded === null) return;
  now = { lang, locale: place, say: loaded };
  document.documentElement.lang = lang;
  for (const listener of listeners) listener();
}

/** The browser's own region of the language, where it has one. */
function localeOf(lang: WrittenLanguage): string {
  return navigator.languages.find((each) => writtenLanguage(each) === lang) ?? lang;
}

/** Names one after the other: `Ada, Lin and Kim`. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(now.locale, { type: 'conjunction' }).format(names);
}
