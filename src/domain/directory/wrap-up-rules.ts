/** What a workspace wants of its agents when a call is over: how long they have, and what they choose from. Pure. */

/** The longest time after a call. Seconds. */
export const MAX_WRAP_UP_SECONDS = 3600;
/** How many dispositions, tags and statuses of its own a workspace may have, and how long their names may be. */
export const MAX_DISPOSITIONS = 50;
export const MAX_TAGS = 100;
export const MAX_LABEL_LENGTH = 60;

/** What a wrap-up can be required to have. */
export const WRAP_UP_FIELDS = ['disposition', 'note', 'tag'] as const;
export type WrapUpField = (typeof WRAP_UP_FIELDS)[number];

/** The rules of one workspace, or of one menu in their place. */
export type WrapUpRules = {
  /** How long a wrap-up lasts, 0 to `MAX_WRAP_UP_SECONDS`. Null: until its agent finishes. */
  readonly seconds: number | null;
  /** What a call can have come to, in the order in which they are offered. */
  readonly dispositions: readonly string[];
  /** What agents must have given before they can end a wrap-up. One that ends by its time leaves the call marked. */
  readonly required: readonly WrapUpField[];
  /** What calls can be marked with, any number of them. */
  readonly tags: readonly string[];
};

/** What a call came to, as its agent says. */
export type CallOutcome = { readonly disposition: string | null; readonly tags: readonly string[] };

/** Where rules are not as they should be; each with the place in its list. */
export type WrapUpFault =
  | { readonly list: 'dispositions' | 'tags'; readonly place: number; readonly fault: 'blank' | 'too_long' | 'twice' }
  | { readonly list: 'dispositions' | 'tags'; readonly place: null; readonly fault: 'too_many' }
  /** One is required and there is none to choose. */
  | { readonly list: 'dispositions' | 'tags'; readonly place: null; readonly fault: 'none' }
  /** Something is required and there is no time to give it. */
  | { readonly list: 'seconds'; readonly place: null; readonly fault: 'no_time' };

/**
 * The first fault of the rules; null when they are fine. Names that differ by case or by white space at the ends are
 * the same.
 */
export function wrapUpFault(rules: WrapUpRules): WrapUpFault | null {
  const { seconds, dispositions, tags, required } = rules;
  if (required.includes('disposition') && dispositions.length === 0)
    return { list: 'dispositions', place: null, fault: 'none' };
  if (required.includes('tag') && tags.length === 0) return { list: 'tags', place: null, fault: 'none' };
  if (required.length > 0 && seconds === 0) return { list: 'seconds', place: null, fault: 'no_time' };
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

/** The rules as they are kept: names without white space at the ends, fields once each and in their order. */
export function trimmedRules(rules: WrapUpRules): WrapUpRules {
  const trimmed = (names: readonly string[]): readonly string[] => names.map((name) => name.trim());
  const required = WRAP_UP_FIELDS.filter((field) => rules.required.includes(field));
  return { ...rules, dispositions: trimmed(rules.dispositions), required, tags: trimmed(rules.tags) };
}

/** What is required of the call's wrap-up and missing still, in the order of `WRAP_UP_FIELDS`. */
export function missingFields(
  { required }: Pick<WrapUpRules, 'required'>,
  { disposition, tags, hasNote }: CallOutcome & { readonly hasNote: boolean },
): readonly WrapUpField[] {
  const isGiven = { disposition: disposition !== null, note: hasNote, tag: tags.length > 0 };
  return WRAP_UP_FIELDS.filter((field) => required.includes(field) && !isGiven[field]);
}
