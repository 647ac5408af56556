/** The shapes of contacts and of the tickets that lead to them. */
import { Type } from 'typebox';
import { FIND_LENGTHS } from '#domain/call/lengths.ts';
import { MAX_ATTRIBUTES_BYTES, MAX_ATTRIBUTES, MAX_OTHER_PHONES } from '#domain/directory/contact.ts';
import { body, change, id, orNull, text, time, uid } from '../shapes.ts';
import { email, phone, url, word } from './schema.ts';

/** What a list of contacts, or of calls, is searched for. */
export const FIND = Type.String({
  minLength: FIND_LENGTHS.min,
  maxLength: FIND_LENGTHS.max,
  description: 'A part of a name or an email address, or three digits and more of a phone number.',
  examples: ['555-0148'],
});
const contactFields = {
  role: Type.Enum(['user', 'lead'], { default: 'lead' }),
  name: orNull(word),
  email: orNull(email),
  phone: orNull(phone),
  other_phones: Type.Array(phone, {
    maxItems: MAX_OTHER_PHONES,
    uniqueItems: true,
    description: 'With any, an agent must choose before a ticket is dialled.',
  }),
  identifier: orNull(word),
  out_contact_id: orNull(word),
  attributes: Type.Record(Type.String(), Type.Unknown(), {
    description: `Of your own: at most ${MAX_ATTRIBUTES}, and ${MAX_ATTRIBUTES_BYTES} bytes of JSON in all, with those merged before.`,
  }),
};
/** A contact. */
export const ContactObject = Type.Object(
  {
    id,
    uid,
    ...contactFields,
    blocked_at: orNull(
      Type.String({ format: 'date-time', description: 'Since when their calls are refused; null: they are not.' }),
    ),
    legal_hold_at: orNull(
      Type.String({ format: 'date-time', description: 'Since when nothing of them is forgotten; null: no hold.' }),
    ),
    created_at: time,
  },
  { title: 'Contact' },
);
/** A contact to be added; nothing is needed. */
export const NewContact = Type.Partial(Type.Object(contactFields), {
  additionalProperties: false,
  title: 'NewContact',
});
/** A change to a contact. */
export const ContactChange = change(contactFields, 'ContactChange');

/** Which contact another one is merged into. */
export const MergeWish = body({ into: id }, 'MergeWish');

/** How much is forgotten with a contact. */
export const ForgottenObject = Type.Object(
  {
    calls: Type.Integer({ minimum: 0, description: 'Whose counted facts stay.' }),
    recordings: Type.Integer({ minimum: 0, description: 'Voicemails are among them.' }),
    messages: Type.Integer({ minimum: 0 }),
  },
  { title: 'Forgotten' },
);

/** A ticket. */
export const TicketObject = Type.Object({ id: text, contact_id: id, url: orNull(url) }, { title: 'Ticket' });
/** Where a ticket points. */
export const TicketChange = body({ contact_id: id, url: Type.Optional(orNull(url)) }, 'TicketChange');
