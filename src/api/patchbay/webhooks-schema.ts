/** The shapes of webhooks and of what was sent to them. */
import { Type } from 'typebox';
import {
  DELIVERY_STATES,
  MAX_WEBHOOK_EVENTS,
  MAX_WEBHOOK_URL,
  WEBHOOK_FORMATS,
  WEBHOOK_REASONS,
  WEBHOOK_STATES,
} from '#domain/ports/webhooks.ts';
import { body, change, id, orNull, text, time, uid } from '../shapes.ts';

const fields = {
  url: Type.String({
    minLength: 1,
    maxLength: MAX_WEBHOOK_URL,
    description: '`https://`, with a public network address behind it.',
    examples: ['https://example.com/hooks/patchbay'],
  }),
  format: Type.Enum([...WEBHOOK_FORMATS], {
    description: 'Our own form (Standard Webhooks), or that of a vendor whose programs listen already.',
  }),
  events: Type.Array(Type.String({ maxLength: 120 }), {
    maxItems: MAX_WEBHOOK_EVENTS,
    description: 'Event types in the words of the format; empty: all.',
    examples: [['call.ended', 'recording.available']],
  }),
  description: Type.String({ maxLength: 500 }),
};
const secret = Type.String({
  maxLength: 200,
  description:
    'What signs: `whsec_…` in the format `standard`, the client secret in `intercom`, the password of HTTP Basic in `ccaip`. Absent: one is made.',
});
const userName = Type.String({
  maxLength: 200,
  description: 'The user of HTTP Basic: in the format `ccaip` alone, and there always.',
});

/** A webhook. Its secret is not shown again. */
export const WebhookObject = Type.Object(
  {
    id,
    ...fields,
    user_name: orNull(text),
    state: Type.Enum([...WEBHOOK_STATES], {
      description:
        '`paused`: what happens meanwhile waits. `disabled`: nothing is kept for it; `reason` says why where the server did it.',
    }),
    reason: orNull(Type.Enum([...WEBHOOK_REASONS])),
    failing_since: orNull(time),
    created_at: time,
    updated_at: time,
  },
  { title: 'Webhook' },
);
/** What a create answers. */
export const CreatedWebhook = Type.Object(
  { ...WebhookObject.properties, secret: orNull(Type.String({ description: 'Shown this once.' })) },
  { title: 'CreatedWebhook' },
);
/** A new webhook. */
export const NewWebhook = body(
  {
    url: fields.url,
    format: Type.Optional(fields.format),
    events: Type.Optional(fields.events),
    description: Type.Optional(fields.description),
    user_name: Type.Optional(userName),
    secret: Type.Optional(secret),
  },
  'NewWebhook',
);
/** A change to a webhook. */
export const WebhookChangeBody = change(
  { url: fields.url, events: fields.events, description: fields.description, state: Type.Enum([...WEBHOOK_STATES]) },
  'WebhookChange',
);
/** Another secret. */
export const NewWebhookSecret = body({ secret: Type.Optional(secret) }, 'NewWebhookSecret');
/** What it answers. */
export const WebhookSecretObject = Type.Object(
  {
    secret: orNull(Type.String({ description: 'Shown this once.' })),
    former_until: Type.String({ format: 'date-time', description: 'The secret before it signs until then as well.' }),
  },
  { title: 'WebhookSecret' },
);

const Attempt = Type.Object({
  at: time,
  milliseconds: Type.Integer({ minimum: 0 }),
  status: orNull(Type.Integer({ description: 'Null: there was no answer.' })),
  fault: orNull(Type.String({ description: 'Why there was none, for example `timeout` or `tls`.' })),
  answer: Type.String({ description: 'The first 4 kB.' }),
  headers: Type.Object({}, { additionalProperties: Type.String(), description: 'As sent, without credentials.' }),
});
/** A message for one webhook, with every attempt. */
export const DeliveryObject = Type.Object(
  {
    id,
    event: text,
    message_id: uid,
    call_id: orNull(id),
    sequence: orNull(Type.Integer({ description: 'Of the event in the log of all calls.' })),
    state: Type.Enum([...DELIVERY_STATES]),
    created_at: time,
    next_attempt_at: orNull(time),
    ended_at: orNull(time),
    body: Type.String({ description: 'As it was sent.' }),
    attempts: Type.Array(Attempt),
  },
  { title: 'WebhookDelivery' },
);
/** Since when to send again. */
export const ResendSince = body({ since: Type.String({ format: 'date-time' }) }, 'ResendSince');
/** How many are sent again. */
export const Resent = Type.Object({ count: Type.Integer({ minimum: 0 }) }, { title: 'Resent' });
