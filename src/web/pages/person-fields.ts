/** What a person fills in about themselves, wherever they come in. */
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '#http/password.ts';

/** Of a first name, a last name or a workspace; characters. */
export const LONGEST_NAME = 200;

/** A sentence about what is wrong with a new password; null when nothing is. */
export function faultOfPassword(password: string): string | null {
  if (password.length < SHORTEST_PASSWORD) return `The password needs ${SHORTEST_PASSWORD} characters or more.`;
  if (password.length > LONGEST_PASSWORD) return `The password may have ${LONGEST_PASSWORD} characters at most.`;
  return null;
}
