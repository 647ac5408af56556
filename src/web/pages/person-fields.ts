/** What a person fills in about themselves, wherever they come in. */
import { MAX_PASSWORD, MIN_PASSWORD } from '#http/password.ts';

/** Of a first name, a last name or a workspace; characters. */
export const MAX_NAME = 200;

/** A sentence about what is wrong with a new password; null when nothing is. */
export function faultOfPassword(password: string): string | null {
  if (password.length < MIN_PASSWORD) return `The password needs ${MIN_PASSWORD} characters or more.`;
  if (password.length > MAX_PASSWORD) return `The password may have ${MAX_PASSWORD} characters at most.`;
  return null;
}
