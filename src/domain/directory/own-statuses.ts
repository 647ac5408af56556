/** Statuses of a workspace's own: what its agents call their breaks, and what each counts as. Pure. */
import { MAX_LABEL_LENGTH } from './wrap-up-rules.ts';

/** How a status is marked on pages; its name always stands beside it. */
export const STATUS_COLORS = ['green', 'amber', 'red', 'blue', 'gray'] as const;
export type StatusColor = (typeof STATUS_COLORS)[number];

/**
 * What a status can count as: `available` is rung, the others are not. Every API tells of the agent what it counts as.
 */
export const STATUS_BASES = ['available', 'break', 'unavailable'] as const;
export type StatusBase = (typeof STATUS_BASES)[number];

/** One of them. */
export type OwnStatus = { readonly name: string; readonly color: StatusColor; readonly countsAs: StatusBase };

/** The most that a workspace may have. */
export const MAX_OWN_STATUSES = 20;

/** Where the list is not as it should be; `place` is null where it is too long. */
export type OwnStatusFault = {
  readonly place: number | null;
  readonly fault: 'blank' | 'too_long' | 'twice' | 'too_many';
};

/**
 * The first fault of the list; null when it is fine. Names that differ by case or by white space at the ends are the
 * same.
 */
export function ownStatusFault(statuses: readonly OwnStatus[]): OwnStatusFault | null {
  if (statuses.length > MAX_OWN_STATUSES) return { place: null, fault: 'too_many' };
  const seen = new Set<string>();
  for (const [place, { name }] of statuses.entries()) {
    const word = name.trim().toLowerCase();
    if (word === '') return { place, fault: 'blank' };
    if (name.trim().length > MAX_LABEL_LENGTH) return { place, fault: 'too_long' };
    if (seen.has(word)) return { place, fault: 'twice' };
    seen.add(word);
  }
  return null;
}
