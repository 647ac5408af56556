/** The shapes of conversations. Source: the vendor's OpenAPI, `conversation`, and the keys of its examples. */
import { Type } from 'typebox';
import { Pages } from './pages.ts';
import { orNull, time } from './schema.ts';

const strict = { additionalProperties: false } as const;
const text = Type.String();
const none = Type.Null();
const nothing = Type.Array(Type.Unknown(), { maxItems: 0 });
const Reference = Type.Object({ type: Type.Literal('admin'), id: orNull(text) }, strict);

const Author = Type.Object(
  {
    type: Type.Enum(['user', 'lead', 'admin', 'bot']),
    id: orNull(text),
    name: orNull(text),
    email: orNull(text),
  },
  strict,
);

const CONVERSATION = {
  type: Type.Literal('conversation'),
  id: Type.String({ description: 'The `conversation_id` of its calls.' }),
  created_at: time,
  updated_at: time,
  waiting_since: none,
  snoozed_until: orNull(time),
  source: Type.Object(
    {
      type: Type.Enum(['phone_call', 'phone_switch']),
      id: text,
      delivered_as: Type.Enum(['customer_initiated', 'admin_initiated']),
      subject: text,
      body: none,
      author: Author,
      attachments: nothing,
      url: none,
      redacted: Type.Literal(false),
    },
    strict,
  ),
  contacts: Type.Object(
    {
      type: Type.Literal('contact.list'),
      contacts: Type.Array(
        Type.Object({ type: Type.Literal('contact'), id: text, external_id: orNull(text) }, strict),
        { maxItems: 1 },
      ),
    },
    strict,
  ),
  first_contact_reply: none,
  admin_assignee_id: orNull(Type.Integer()),
  team_assignee_id: none,
  open: Type.Boolean(),
  state: Type.Enum(['open', 'closed', 'snoozed']),
  read: Type.Literal(true),
  tags: Type.Object({ type: Type.Literal('tag.list'), tags: nothing }, strict),
  priority: Type.Literal('none'),
  sla_applied: none,
  statistics: none,
  conversation_rating: none,
  teammates: Type.Object({ type: Type.Literal('admin.list'), teammates: Type.Array(Reference) }, strict),
  title: none,
  custom_attributes: Type.Object({}, strict),
  topics: Type.Object({}, strict),
  ticket: none,
  linked_objects: Type.Object(
    { type: Type.Literal('list'), data: nothing, total_count: Type.Literal(0), has_more: Type.Literal(false) },
    strict,
  ),
  ai_topics: none,
  ai_agent: none,
  ai_agent_participated: Type.Boolean(),
  channel: Type.Object({ initial: Type.Literal('phone'), current: Type.Literal('phone') }, strict),
};

const Part = Type.Object(
  {
    type: Type.Literal('conversation_part'),
    id: text,
    part_type: Type.Enum([
      'call_summary',
      'call_transcript',
      'note',
      'comment',
      'assignment',
      'close',
      'open',
      'snoozed',
    ]),
    body: orNull(Type.String({ description: 'HTML.' })),
    created_at: time,
    updated_at: time,
    notified_at: time,
    assigned_to: orNull(Reference),
    author: Author,
    attachments: nothing,
    external_id: none,
    redacted: Type.Literal(false),
    metadata: Type.Object({}, strict),
    email_message_metadata: none,
    tags: nothing,
    event_details: orNull(Type.Object({ call_id: text }, strict)),
    app_package_code: none,
  },
  strict,
);

/** How many parts a conversation shows, the latest. Source: the vendor's OpenAPI, "Retrieve a conversation". */
export const MAX_PARTS = 500;

/** A conversation with what is in it. */
export const ConversationObject = Type.Object(
  {
    ...CONVERSATION,
    conversation_parts: Type.Object(
      {
        type: Type.Literal('conversation_part.list'),
        conversation_parts: Type.Array(Part, { maxItems: MAX_PARTS }),
        total_count: Type.Integer({ minimum: 0, maximum: MAX_PARTS }),
      },
      strict,
    ),
  },
  strict,
);

/** A page of conversations. */
export const ConversationList = Type.Object(
  {
    type: Type.Literal('conversation.list'),
    conversations: Type.Array(Type.Object(CONVERSATION, strict)),
    total_count: Type.Integer({ minimum: 0 }),
    pages: Pages,
  },
  strict,
);

const admin = Type.Union([text, Type.Integer()], { description: 'In whose name.' });
const words = Type.Optional(Type.String({ description: 'HTML or plain text; kept as a note of the latest call.' }));

/** The body of a reply. */
export const Reply = Type.Object(
  {
    message_type: Type.Enum(['note', 'comment']),
    type: Type.Literal('admin'),
    admin_id: admin,
    body: Type.String({ description: 'HTML or plain text; kept as plain text.' }),
  },
  { examples: [{ message_type: 'note', type: 'admin', admin_id: '1', body: '<p>Wants a refund.</p>' }] },
);

/** The body of what is done to a conversation. */
export const Act = Type.Object(
  {
    message_type: Type.Enum(['close', 'open', 'snoozed', 'assignment']),
    type: Type.Optional(Type.Literal('admin')),
    admin_id: admin,
    assignee_id: Type.Optional(Type.Union([text, Type.Integer()], { description: 'Of an assignment; 0 is no one.' })),
    snoozed_until: Type.Optional(time),
    body: words,
  },
  { examples: [{ message_type: 'close', type: 'admin', admin_id: '1' }] },
);
