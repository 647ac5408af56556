/** The shapes of contacts. Source: the vendor's OpenAPI, `contact`, and the keys of its examples. */
import { Type } from 'typebox';
import { MAX_ATTRIBUTES, MAX_ATTRIBUTES_BYTES } from '#domain/directory/contact.ts';
import { Pages, Pagination } from './pages.ts';
import { orNull, time } from './schema.ts';

const strict = { additionalProperties: false } as const;
const text = Type.String();
const none = Type.Null();
const nothing = Type.Array(Type.Unknown(), { maxItems: 0 });

/** A list of what a contact has, which is nothing. */
const Empty = Type.Object(
  { type: Type.Literal('list'), data: nothing, url: text, total_count: Type.Literal(0), has_more: Type.Literal(false) },
  strict,
);

/** What is known of no contact here; null, as for a contact of the vendor's of whom it is not known. */
export const UNKNOWN = [
  'avatar',
  'owner_id',
  'signed_up_at',
  'last_seen_at',
  'last_replied_at',
  'last_contacted_at',
  'last_email_opened_at',
  'last_email_clicked_at',
  'language_override',
  'browser',
  'browser_version',
  'browser_language',
  'os',
  'android_app_name',
  'android_app_version',
  'android_device',
  'android_os_version',
  'android_sdk_version',
  'android_last_seen_at',
  'ios_app_name',
  'ios_app_version',
  'ios_device',
  'ios_os_version',
  'ios_sdk_version',
  'ios_last_seen_at',
  'utm_campaign',
  'utm_content',
  'utm_medium',
  'utm_source',
  'utm_term',
  'referrer',
  'enabled_push_messaging',
] as const;

/** A contact. */
export const ContactObject = Type.Object(
  {
    type: Type.Literal('contact'),
    id: text,
    workspace_id: text,
    external_id: orNull(text),
    role: Type.Enum(['user', 'lead']),
    email: orNull(text),
    phone: orNull(text),
    formatted_phone: orNull(text),
    name: orNull(text),
    ...Object.fromEntries(UNKNOWN.map((name) => [name, none])),
    social_profiles: Type.Object({ type: Type.Literal('list'), data: nothing }, strict),
    has_hard_bounced: Type.Literal(false),
    marked_email_as_spam: Type.Literal(false),
    unsubscribed_from_emails: Type.Literal(false),
    created_at: time,
    updated_at: time,
    location: Type.Object(
      {
        type: Type.Literal('location'),
        country: none,
        region: none,
        city: none,
        country_code: none,
        continent_code: none,
      },
      strict,
    ),
    custom_attributes: Type.Record(text, Type.Unknown()),
    tags: Empty,
    notes: Empty,
    companies: Empty,
    opted_out_subscription_types: Empty,
    opted_in_subscription_types: Empty,
  },
  strict,
);

/** A page of contacts. */
export const ContactList = Type.Object(
  {
    type: Type.Literal('list'),
    data: Type.Array(ContactObject),
    total_count: Type.Integer({ minimum: 0 }),
    pages: Pages,
  },
  strict,
);

/** A contact that is no more. */
export const ContactDeleted = Type.Object(
  { type: Type.Literal('contact'), id: text, external_id: orNull(text), deleted: Type.Literal(true) },
  strict,
);

/** What a contact has of something: nothing. */
export const EmptyOfContact = Type.Object(
  { type: Type.Literal('list'), data: nothing, total_count: Type.Literal(0), pages: Pages },
  strict,
);

/** The body of a change; of a new contact one of `email`, `external_id` and `role` is needed. */
export const ContactWish = Type.Object(
  {
    role: Type.Optional(Type.Enum(['user', 'lead'])),
    external_id: Type.Optional(orNull(text)),
    email: Type.Optional(orNull(text)),
    phone: Type.Optional(orNull(Type.String({ description: 'E.164; what separates its digits is taken out.' }))),
    name: Type.Optional(orNull(text)),
    custom_attributes: Type.Optional(
      orNull(
        Type.Object(
          {},
          {
            additionalProperties: true,
            description: `Merged into those of the contact; one that is null goes. At most ${MAX_ATTRIBUTES}, and ${MAX_ATTRIBUTES_BYTES} bytes of JSON.`,
          },
        ),
      ),
    ),
  },
  { examples: [{ role: 'user', email: 'joebloggs@example.com', name: 'Joe Bloggs', phone: '+353871234567' }] },
);

/** A query: a condition, or several in AND or OR. */
const Query = Type.Object({
  field: Type.Optional(text),
  operator: text,
  value: Type.Unknown({ description: 'Of AND and OR the list of queries.' }),
});

/** The body of a search. */
export const SearchBody = Type.Object(
  {
    query: Query,
    pagination: Pagination,
    sort: Type.Optional(
      Type.Object({
        field: Type.Optional(Type.Enum(['created_at', 'updated_at'])),
        order: Type.Optional(Type.Enum(['ascending', 'descending'])),
      }),
    ),
  },
  { examples: [{ query: { field: 'email', operator: '=', value: 'joebloggs@example.com' } }] },
);
