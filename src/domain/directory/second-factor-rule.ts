/** Of whom a workspace requires a second factor. */

/** `admins`: of administrators. It counts at the next sign-in; sessions that have begun, and their calls, continue. */
export const SECOND_FACTOR_RULES = ['nobody', 'admins', 'everybody'] as const;
export type SecondFactorRule = (typeof SECOND_FACTOR_RULES)[number];
