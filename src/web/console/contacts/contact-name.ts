/** What a contact is called. */
import type { ContactView } from '#realtime/agent/contacts-protocol.ts';
import { say } from '../parts/language.ts';
import { writeNumber } from '../parts/words.ts';

/** The name, else the number, else the address. */
export function contactName({ name, phone, email }: Pick<ContactView, 'name' | 'phone' | 'email'>): string {
  return name ?? (phone === null ? (email ?? say('contacts.unnamed')) : writeNumber(phone));
}
