/** What a person fills in about themselves, wherever they come in. */
import type { PublicSay } from '#catalogue/public.ts';
import { MAX_PASSWORD, MIN_PASSWORD } from '#http/password.ts';

/** Of a first name, a last name or a workspace; characters. */
export const MAX_NAME = 200;

/** A sentence about what is wrong with a new password; null when nothing is. */
export function faultOfPassword(password: string, say: PublicSay): string | null {
  if (password.length < MIN_PASSWORD) return say('join.fault.password_short', { count: MIN_PASSWORD });
  return password.length > MAX_PASSWORD ? say('join.fault.password_long', { count: MAX_PASSWORD }) : null;
}
