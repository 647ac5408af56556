/** Why numbers are not dialed. */

/**
 * Its country, its price, or a limit of the trunk or the workspace. `trunk`: the trunk is there no longer. `emergency`:
 * it is an emergency number, which no one dials from here.
 */
export const DIAL_REFUSALS = [
  'country',
  'premium',
  'calls_at_once',
  'calls_per_minute',
  'minutes_per_day',
  'trunk',
  'emergency',
] as const;
export type DialRefusal = (typeof DIAL_REFUSALS)[number];
