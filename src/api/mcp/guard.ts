/** What tools that write are held to: numbers that may be called, and changes in an hour. */
import type { Guard } from './tool.ts';
import { ToolRefusal } from './tool.ts';

/** What the operator allows. `numbers`: whole numbers, or how they begin, ending in `*`. Empty: none is called. */
export type Allowed = { readonly mayWrite: boolean; readonly numbers: readonly string[] };

/** Changes in an hour for each who asks; this many by a model that goes astray can be looked at and undone. */
export const MAX_CHANGES = 60;
const HOUR_MS = 3_600_000;

/** A number, or how it begins. */
export const NUMBER_PATTERN = /^\+\d{1,15}\*?$/;

/** Makes one. It counts as long as it lives. */
export function createGuard({ numbers }: Allowed, now: () => number): Guard {
  let changes: readonly number[] = [];
  return {
    mayCall(number) {
      const digits = number.replaceAll(/[\s()-]/g, '');
      const isListed = numbers.some((each) =>
        each.endsWith('*') ? digits.startsWith(each.slice(0, -1)) : digits === each,
      );
      if (!isListed) throw new ToolRefusal('The operator has not listed this number among those that may be called.');
    },
    count() {
      changes = changes.filter((at) => now() - at < HOUR_MS);
      if (changes.length >= MAX_CHANGES)
        throw new ToolRefusal(`There were ${MAX_CHANGES} changes within an hour: wait.`);
      changes = [...changes, now()];
    },
  };
}
