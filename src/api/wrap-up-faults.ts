/** What is wrong with the rules of a wrap-up, in words: for `/v1` and for the console alike. */
import type { WrapUpFault } from '#domain/directory/wrap-up-rules.ts';
import { MAX_LABEL_LENGTH } from '#domain/directory/wrap-up-rules.ts';

/** Fault -> what to say beside the field. */
export const WRAP_UP_FAULTS = {
  blank: 'must have a letter',
  too_long: `must have at most ${MAX_LABEL_LENGTH} characters`,
  twice: 'stands in the list already',
  too_many: 'has too many entries',
  none: 'must have an entry when one is required',
  no_time: 'must leave time for what is required',
} as const satisfies Record<WrapUpFault['fault'], string>;

/** Where in the rules it lies (RFC 6901). */
export function wrapUpPointer({ list, place }: WrapUpFault): string {
  return place === null ? `/${list}` : `/${list}/${place}`;
}
