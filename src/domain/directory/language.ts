/** Languages a workspace speaks. Codes are ISO 639-1, case-sensitive, optionally with a region (`fr-CA`). */

/** How a code is written, as a regular expression. */
export const LANGUAGE_CODE = '^[a-z]{2}(-[A-Z]{2})?$';

/** Whether the text is written as a code is. */
export function isLanguageCode(text: string): boolean {
  return new RegExp(LANGUAGE_CODE).test(text);
}

/** A language the workspace knows: `enabled` ones may be asked for, the rest are "not available". */
export type Language = { readonly code: string; readonly enabled: boolean };

/** What a language code asked for turns out to be. */
export type LanguageVerdict = 'available' | 'not_available' | 'not_found';

/**
 * Judges a code against the workspace's languages. Source: seed 004, "Language 'fr' is not available" and "Language
 * 'xy' is not found".
 */
export function judgeLanguage(languages: readonly Language[], code: string): LanguageVerdict {
  const known = languages.find((language) => language.code === code);
  if (known === undefined) return 'not_found';
  return known.enabled ? 'available' : 'not_available';
}

/** The language in which a house answers whom it knows nothing of: English where it speaks that, else its first. */
export function houseLanguage(languages: readonly Language[]): string {
  const spoken = languages.filter(({ enabled }) => enabled).map(({ code }) => code);
  return spoken.find((code) => code === 'en') ?? spoken[0] ?? 'en';
}

/** The languages that Patchbay's own texts are written in: what callers read, and the console. */
export const WRITTEN_LANGUAGES = ['en', 'de', 'es', 'fr'] as const;
export type WrittenLanguage = (typeof WRITTEN_LANGUAGES)[number];

/** The language of our texts for a code, whose region does not count; null where we have none in it. */
export function writtenLanguage(code: string): WrittenLanguage | null {
  const base = code.split('-')[0]?.toLowerCase();
  return WRITTEN_LANGUAGES.find((each) => each === base) ?? null;
}

/** The first of the languages that our texts are written in, as browsers list them; English where there is none. */
export function preferredWritten(codes: readonly string[]): WrittenLanguage {
  return codes.map(writtenLanguage).find((each) => each !== null) ?? 'en';
}
