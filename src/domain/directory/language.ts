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
