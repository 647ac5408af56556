/** The shapes of this surface, for its document and its tests. Source: seed 004, "Call object". */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { CALL_STATES } from '#domain/call/state.ts';
import { MENU_KINDS } from '#domain/directory/menu.ts';

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const text = Type.String();
const time = Type.String({ format: 'date-time', description: 'UTC, milliseconds.' });
const seconds = Type.Integer({ minimum: 0, description: 'Seconds.' });
const id = Type.Integer();

/** Every error of this surface. */
const Failure = Type.Object({ message: text });

/** What an operation may refuse, besides what every one refuses. */
export function errors(...more: readonly number[]): Record<number, typeof Failure> {
  return Object.fromEntries([401, 403, 404, 415, 429, ...more].map((status) => [status, Failure]));
}

const MenuPath = Type.Object({ items_count: Type.Integer({ minimum: 1 }), name: text, materialized_path: text });

/** An agent, as others mention them. */
export const AgentInfo = Type.Object({
  id,
  agent_number: orNull(text),
  name: text,
  last_name: text,
  first_name: text,
  avatar_url: orNull(text),
});

/** A menu, as others mention it. */
export const MenuObject = Type.Object({
  id,
  name: text,
  parent_id: orNull(id),
  position: Type.Integer({ minimum: 0 }),
  deleted: Type.Boolean(),
  menu_type: Type.Enum([...MENU_KINDS]),
  output_msg: text,
  hidden: Type.Boolean(),
});

const Participant = Type.Object({
  id,
  type: text,
  status: text,
  call_id: id,
  user_id: orNull(id),
  end_user_id: orNull(id),
  call_duration: orNull(seconds),
  hold_duration: orNull(seconds),
  connected_at: orNull(time),
  ended_at: orNull(time),
  fail_reason: text,
});

const Transfer = Type.Object({
  id,
  status: text,
  fail_reason: text,
  created_at: time,
  from_menu: orNull(MenuPath),
  to_menu: orNull(MenuPath),
  from_agent: orNull(AgentInfo),
  to_agent: orNull(AgentInfo),
});

/**
 * The call object, keys in the seed's order. `parent_id` and `voip_provider` are there only where they mean something.
 */
export const CallObject = Type.Object({
  id,
  parent_id: Type.Optional(id),
  lang: text,
  call_type: text,
  status: Type.Enum([...CALL_STATES]),
  created_at: time,
  queued_at: orNull(time),
  assigned_at: orNull(time),
  connected_at: orNull(time),
  ends_at: orNull(time),
  scheduled_at: orNull(time),
  wait_duration: seconds,
  call_duration: seconds,
  hold_duration: seconds,
  rating: orNull(Type.Integer({ minimum: 1, maximum: 5 })),
  has_feedback: Type.Boolean(),
  voip_provider: Type.Optional(text),
  out_ticket_id: orNull(text),
  out_ticket_url: orNull(text),
  verified: Type.Boolean(),
  recording_url: orNull(text),
  recording_permission: text,
  voicemail_reason: text,
  deflection: text,
  disconnected_by: text,
  fail_reason: text,
  fail_details: orNull(text),
  support_number: orNull(text),
  selected_menu: orNull(MenuObject),
  menu_path: orNull(MenuPath),
  agent_info: orNull(AgentInfo),
  end_user: orNull(Type.Object({ id, identifier: orNull(text), out_contact_id: orNull(text) })),
  photos: Type.Array(Type.Object({ id, photo_type: text, url: text })),
  videos: Type.Array(Type.Object({ id, url: text })),
  transfers: Type.Array(Transfer),
  deflection_details: Type.Array(
    Type.Object({
      id,
      call_id: id,
      transfer_id: orNull(id),
      deflection: text,
      from_menu_path: orNull(MenuPath),
    }),
  ),
  participants: Type.Array(Participant),
  offer_type: orNull(text),
  offer_events: Type.Array(Type.Object({ casting_time: time, group: text })),
  answer_type: text,
  outbound_number: orNull(text),
});

/**
 * The call object of lists and reads. Source: singer-io/tap-ujet, schemas/calls.json, whose bookmark is `updated_at`.
 */
export const ReadCallObject = Type.Object({ ...CallObject.properties, updated_at: time });

/**
 * The three forms of a new call in one. Which fields are required depends on `call_type`; faults are answered in the
 * documented order.
 */
export const NewCall = Type.Object(
  {
    call_type: Type.Enum([
      'Voice Outbound (API)',
      'Voice Inbound (API)',
      'Voice Scheduled (API)',
      'OutboundCall',
      'IncomingCall',
      'ScheduledCall',
    ]),
    agent_email: Type.Optional(Type.String({ description: 'Outbound: who calls.' })),
    ticket_id: Type.Optional(
      Type.Union([text, Type.Integer()], { description: 'CRM ticket; goes before end_user_number.' }),
    ),
    end_user_number: Type.Optional(Type.String({ description: 'E.164, spaces and hyphens allowed.' })),
    outbound_number: Type.Optional(
      Type.String({ description: 'A number of the workspace; anything else counts as absent.' }),
    ),
    lang: Type.Optional(Type.String({ default: 'en', description: 'ISO 639-1, case-sensitive.' })),
    menu_id: Type.Optional(Type.Integer({ description: 'Incoming and scheduled.' })),
    call_id: Type.Optional(Type.Integer({ description: 'Scheduled: the call that is called back.' })),
    scheduled_at: Type.Optional(Type.String({ description: 'Scheduled: ISO 8601, in the future.' })),
    recording_permission: Type.Optional(
      Type.Enum(['recording_permission_not_asked', 'recording_permission_denied', 'recording_permission_granted']),
    ),
  },
  {
    examples: [
      {
        call_type: 'Voice Outbound (API)',
        agent_email: 'admin@somedomain.com',
        end_user_number: '+1 859-657-9625',
        outbound_number: '+1 339-219-5276',
        lang: 'en',
      },
    ],
  },
);

/** The answer while an agent must still choose the number. */
export const AwaitingChoice = Type.Object({
  call_type: text,
  agent_email: text,
  end_user_number: Type.Optional(text),
  ticket_id: Type.Optional(text),
  lang: text,
});

/** What agents noted about the customer. */
export const CustomerFlag = Type.Object({
  verified_customer: Type.Boolean(),
  bad_actor: Type.Boolean(),
  repeat_customer: Type.Boolean(),
});

/** A part of it; `repeat_customers` is the seed's other spelling. */
export const CustomerFlagChange = Type.Partial(
  Type.Object({
    verified_customer: Type.Boolean(),
    bad_actor: Type.Boolean(),
    repeat_customer: Type.Boolean(),
    repeat_customers: Type.Boolean(),
  }),
);
