/** What contacts and conversations are searched for by programs: conditions, nested in "all of" and "any of". */
import type { Contact } from '../directory/contact.ts';

/** What a field is compared with; null: that it has no value. */
export type SearchValue = string | number | boolean | null;

/**
 * One condition. `is` and `isNot`: any of the values, texts of people whatever their case. `over`, `atLeast`,
 * `under` and `atMost`: seconds since 1970 of times, else plain numbers. The others look at a part of a text.
 */
export type SearchTerm<Field> = { readonly field: Field } & (
  | { readonly operator: 'is' | 'isNot'; readonly values: readonly SearchValue[] }
  | { readonly operator: 'over' | 'atLeast' | 'under' | 'atMost'; readonly value: number }
  | { readonly operator: 'contains' | 'lacks' | 'starts' | 'ends'; readonly value: string }
);

/** Conditions, nested. An empty `all` holds for everything. */
export type SearchTree<Field> =
  | { readonly kind: 'all' | 'any'; readonly of: readonly SearchTree<Field>[] }
  | { readonly kind: 'term'; readonly term: SearchTerm<Field> };

/**
 * The fields of a contact that can be searched; `attribute` is one of its own, `nothing` has no value, and `never` is
 * false, whoever it is.
 */
export type ContactField =
  | { readonly name: 'uid' | 'role' | 'name' | 'email' | 'emailDomain' | 'phone' | 'identifier' }
  | { readonly name: 'createdAt' | 'updatedAt' | 'nothing' | 'never' }
  | { readonly name: 'attribute'; readonly attribute: string };

/** Where a list continues. `place`: microseconds since 1970 of what the list is sorted by. */
export type SearchPlace = { readonly place: number; readonly id: number };

/** In what order, where it continues, and how many. */
export type SearchSlice = {
  readonly by: 'createdAt' | 'updatedAt';
  readonly order: 'ascending' | 'descending';
  readonly beyond: SearchPlace | null;
  readonly limit: number;
};

/** A contact that was found, with its place in the list. */
export type FoundContact = { readonly contact: Contact } & SearchPlace;

/**
 * So many are counted, and no more: what a page costs does not grow with what is stored. A list goes on beyond it.
 */
export const MAX_COUNTED = 10_000;
