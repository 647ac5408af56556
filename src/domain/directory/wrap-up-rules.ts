/** What a workspace wants of its agents when a call is over: how long they have, and what they choose from. Pure. */

/** The longest time after a call. Seconds. */
export const MAX_WRAP_UP_SECONDS = 3600;
/** How many dispositions, tags and statuses of its own a workspace may have, and how long their names may be. */
export const MAX_DISPOSITIONS = 50;
export const MAX_TAGS = 100;
export const MAX_LABEL_LENGTH = 60;

/** The rules of one workspace. */
export type WrapUpRules = {
  /** How long a wrap-up lasts, 0 to `MAX_WRAP_UP_SECONDS`. Null: until its agent finishes. */
  readonly seconds: number | null;
  /** What a call can have come to, in the order in which they are offered. */
  readonly dispositions: readonly string[];
  /** Whether a wrap-up ends only with a disposition. */
  readonly isDispositionRequired: boolean;
  /** What calls can be marked with, any number of them. */
  readonly tags: readonly string[];
};

/** What a call came to, as its agent says. */
export type CallOutcome = { readonly disposition: string | null; readonly tags: readonly string[] };

/** Where rules are not as they should be; each with the place in its list. */
export type WrapUpFault =
  | { readonly list: 'dispositions' | 'tags'; readonly place: number; readonly fault: 'blank' | 'too_long' | 'twice' }
  | { readonly list: 'dispositions' | 'tags'; readonly place: null; readonly fault: 'too_many' }
  /** A disposition is required and there is none to choose. */
  | { readonly list: 'dispositions'; readonly place: null; readonly fault: 'none' };

/**
 * The first fault of the rules; null when they are fine. Names that differ by case or by white space at the ends are
 * the same.
 */
export function wrapUpFault(rules: WrapUpRules): WrapUpFault | null {
  const { dispositions, tags, isDispositionRequired } = rules;
  if (isDispositionRequired && dispositions.length === 0) return { list: 'dispositions', place: null, fault: 'none' };
  return listFault('dispositions', dispositions, MAX_DISPOSITIONS) ?? listFault('tags', tags, MAX_TAGS);
}

function listFault(list: 'dispositions' | 'tags', names: readonly string[], most: number): WrapUpFault | null {
  if (names.length > most) return { list, place: null, fault: 'too_many' };
  const seen = new Set<string>();
  for (const [place, name] of names.entries()) {
    const word = name.trim().toLowerCase();
    if (word === '') return { list, place, fault: 'blank' };
    if (name.trim().length > MAX_LABEL_LENGTH) return { list, place, fault: 'too_long' };
    if (seen.has(word)) return { list, place, fault: 'twice' };
    seen.add(word);
  }
  return null;
}

/** The rules with their names as they are kept: without white space at the ends. */
export function trimmedRules(rules: WrapUpRules): WrapUpRules {
  const trimmed = (names: readonly string[]): readonly string[] => names.map((name) => name.trim());
  return { ...rules, dispositions: trimmed(rules.dispositions), tags: trimmed(rules.tags) };
}

/** Whether a wrap-up of the call cannot end yet: a disposition is required and none was chosen. */
export function needsDisposition(
  rules: Pick<WrapUpRules, 'isDispositionRequired'>,
  call: Pick<CallOutcome, 'disposition'> | null,
): boolean {
  return rules.isDispositionRequired && call !== null && call.disposition === null;
}
