/** Redirects to emergency numbers. */
import { fieldsOf } from '../kit.ts';
import type { RedirectError } from './read.ts';

/** The number of a redirect as it was sent, under either name; empty where none is a text. */
export function phoneIn(body: unknown): string {
  const fields = fieldsOf(body);
  const asked = fields['phone'] ?? fields['phone_number'];
  return typeof asked === 'string' ? asked : '';
}

/** The vendor has no word for it; its own for what is no number that it texts is near enough. */
export const EMERGENCY: RedirectError = {
  error_key: 'invalid_phone_number',
  message: 'Emergency numbers cannot be called',
};
