/** The shape of a call, which is the same live and finished, and of what belongs to it. */
import { Type } from 'typebox';
import { CALL_ORIGINS, RECORDING_PERMISSIONS } from '#domain/call/call.ts';
import { EXTERNAL_SOURCES, EXTERNAL_STATUSES } from '#domain/call/external-call.ts';
import { PARTICIPANT_KINDS, PARTICIPANT_STATUSES } from '#domain/call/participant.ts';
import { FAIL_REASON_CODES, HUNG_UP_BY } from '#domain/call/reason.ts';
import { RECORDING_STATUSES } from '#domain/call/recording.ts';
import { CALL_STATES } from '#domain/call/state.ts';
import { TRANSFER_STATUSES } from '#domain/call/transfer.ts';
import { OFFER_TYPES } from '#domain/directory/menu.ts';
import { WRAP_UP_FIELDS } from '#domain/directory/wrap-up-rules.ts';
import { body, id, orNull, text, time, uid } from '../shapes.ts';
import { phone } from './schema.ts';
import { DIRECTIONS } from './status.ts';

const seconds = Type.Number({ minimum: 0 });
const failReason = Type.Enum(Object.keys(FAIL_REASON_CODES));

const Participant = Type.Object(
  {
    id,
    kind: Type.Enum([...PARTICIPANT_KINDS]),
    status: Type.Enum([...PARTICIPANT_STATUSES]),
    agent_id: orNull(id),
    connected_at: orNull(time),
    ended_at: orNull(time),
    hold_seconds: orNull(seconds),
    fail_reason: failReason,
  },
  { title: 'Participant' },
);

const Transfer = Type.Object(
  {
    id,
    mode: Type.Enum(['cold', 'warm']),
    status: Type.Enum([...TRANSFER_STATUSES]),
    fail_reason: failReason,
    created_at: time,
    from_agent_id: orNull(id),
    from_menu_id: orNull(id),
    agent_id: Type.Union([id, Type.Null()], { description: 'Whom it is for; null where it is for a menu.' }),
    menu_id: orNull(id),
    to_agent_id: Type.Union([id, Type.Null()], { description: 'Who took it.' }),
  },
  { title: 'Transfer' },
);

const Recording = Type.Object(
  {
    uid,
    kind: Type.Enum(['call', 'voicemail']),
    status: Type.Enum([...RECORDING_STATUSES]),
    seconds: orNull(seconds),
    bytes: orNull(Type.Integer({ minimum: 0 })),
    played: Type.Boolean(),
    created_at: time,
    url: Type.Union([text, Type.Null()], { description: 'Needs no token and works for an hour; null until stored.' }),
  },
  { title: 'Recording' },
);

const times = {
  created_at: time,
  updated_at: time,
  scheduled_at: orNull(time),
  queued_at: orNull(time),
  assigned_at: orNull(time),
  connected_at: Type.Union([time, Type.Null()], { description: 'Ringing is not talking.' }),
  ended_at: orNull(time),
  held_since: orNull(time),
  deadline_at: Type.Union([time, Type.Null()], { description: 'When the engine looks again without being asked.' }),
};

const durations = {
  wait_seconds: orNull(seconds),
  talk_seconds: Type.Union([seconds, Type.Null()], { description: 'Includes time on hold. Null until the call ends.' }),
  hold_seconds: seconds,
  total_seconds: orNull(seconds),
};

const queue = {
  offer_type: orNull(Type.Enum([...OFFER_TYPES])),
  offer_seconds: Type.Integer({ minimum: 0 }),
  castings: Type.Array(Type.Object({ at: time, group: text }), { description: 'Groups rung so far.' }),
  groups_ahead: Type.Array(text),
  offer: Type.Union([Type.Object({ agent_ids: Type.Array(id), at: time, until: time }), Type.Null()], {
    description: 'Who rings right now.',
  }),
  passed_by: Type.Array(id, { description: 'Agents who declined or missed it.' }),
};

const ends = {
  recording_permission: Type.Enum([...RECORDING_PERMISSIONS]),
  voicemail_reason: text,
  deflection: text,
  disconnected_by: text,
  fail_reason: failReason,
  fail_details: orNull(text),
  answer_type: Type.Enum(['manual', 'auto']),
  rating: orNull(Type.Integer({ minimum: 1, maximum: 5 })),
  has_feedback: Type.Boolean(),
  disposition: orNull(Type.String({ description: 'What it came to, as an agent said.' })),
  tags: Type.Array(text),
  not_filled_in: Type.Array(Type.Enum([...WRAP_UP_FIELDS]), {
    description: 'What was required of its wrap-up and is missing since its time ran out.',
  }),
  verified: Type.Boolean(),
  flags: Type.Object({
    verified_customer: Type.Boolean(),
    bad_actor: Type.Boolean(),
    repeat_customer: Type.Boolean(),
  }),
};

/** A call: every key is always there, null where it means nothing yet. */
export const CallObject = Type.Object(
  {
    id,
    uid,
    version: Type.Integer({ minimum: 1, description: 'One more with every change.' }),
    origin: Type.Enum([...CALL_ORIGINS]),
    direction: Type.Enum(['inbound', 'outbound']),
    state: Type.Enum([...CALL_STATES]),
    parent_id: orNull(id),
    conversation_id: id,
    lang: text,
    contact: orNull(Type.Object({ id, uid, identifier: orNull(text), out_contact_id: orNull(text) })),
    contact_number: orNull(text),
    own_number: orNull(text),
    ticket_id: orNull(text),
    ticket_url: orNull(text),
    agent_id: orNull(id),
    menu_id: orNull(id),
    priority: Type.Integer(),
    carrier: text,
    carriers_tried: Type.Array(text),
    ...times,
    ...durations,
    ...queue,
    ...ends,
    participants: Type.Array(Participant),
    transfers: Type.Array(Transfer),
    deflections: Type.Array(Type.Object({ id, deflection: text, transfer_id: orNull(id), from_menu_id: orNull(id) })),
    recording: orNull(Recording),
    transcript_status: orNull(text),
    summary: orNull(text),
    fin_call_id: orNull(id),
    report: Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()], {
      description: 'What its reporter told, where the call was made elsewhere.',
    }),
  },
  { title: 'Call' },
);

/** A line of a timeline. */
export const EventObject = Type.Object(
  { seq: Type.Integer(), type: text, at: time, data: Type.Object({}, { additionalProperties: true }) },
  { title: 'CallEvent' },
);
/** A call that the customer's own telephony carries. */
export const NewNotedCall = body(
  {
    origin: Type.Enum(['action_only']),
    direction: Type.Optional(Type.Enum(['inbound', 'outbound'], { default: 'inbound' })),
    contact_number: Type.String({
      maxLength: 40,
      examples: ['+14155550148', 'anonymous'],
      description: 'Who is at the other end; a word such as `anonymous` where the caller withholds the number.',
    }),
    own_number: Type.Optional(orNull(phone)),
    lang: Type.Optional(Type.String({ maxLength: 20, default: 'en' })),
  },
  'NewNotedCall',
);
/** Which agent. */
export const AgentNamed = body({ agent_id: id }, 'AgentNamed');
/** Who hangs up. */
export const HangUp = body(
  { by: Type.Optional(Type.Enum([...HUNG_UP_BY], { default: 'agent' })), agent_id: Type.Optional(id) },
  'HangUp',
);
/** Where a call is to be handed. */
export const TransferWish = Type.Object(
  {
    agent_id: Type.Optional(id),
    menu_id: Type.Optional(id),
    mode: Type.Optional(
      Type.Enum(['cold', 'warm'], {
        default: 'cold',
        description:
          'Cold leaves at once; warm stays, and leaves by hanging up when the other one has answered. A simulated agent does so after some words.',
      }),
    ),
  },
  { additionalProperties: false, title: 'TransferWish', description: 'To one agent or to one menu.' },
);
/** How content the customer was. */
export const Rating = body(
  {
    rating: Type.Integer({ minimum: 1, maximum: 5 }),
    feedback: Type.Optional(Type.Boolean({ default: false, description: 'Whether the customer also said why.' })),
  },
  'Rating',
);

/** A call that another system has announced. */
export const ExternalCallObject = Type.Object(
  {
    id,
    phone_number: text,
    external_id: text,
    source: Type.Enum([...EXTERNAL_SOURCES]),
    status: Type.Enum([...EXTERNAL_STATUSES]),
    call_id: orNull(id),
    conversation_id: orNull(id),
    summary: text,
    intents: Type.Array(Type.Object({ name: text, confidence: Type.Number({ minimum: 0, maximum: 1 }) })),
    data: orNull(Type.Object({}, { additionalProperties: true })),
    created_at: time,
  },
  { title: 'ExternalCall' },
);
/** A text message. */
export const TextMessageObject = Type.Object(
  {
    id,
    from: orNull(text),
    to: text,
    body: text,
    status: Type.Enum(['queued', 'sent', 'failed']),
    provider: Type.Union([text, Type.Null()], { description: 'Who was asked to send it; null: the simulator.' }),
    error: Type.Union([text, Type.Null()], { description: 'Why it was not sent, as the provider says.' }),
    created_at: time,
  },
  { title: 'TextMessage' },
);

/** How the simulator plays. */
export const SimulatorObject = Type.Object(
  {
    speed: Type.Number({ description: '1 is life-like, 100 a hundredth of the time.' }),
    carriers: Type.Array(text),
    magic_numbers: Type.Array(Type.Object({ digits: text, behaviour: text, says: text }), {
      description: 'What the person at a number does whose last four digits are these.',
    }),
  },
  { title: 'Simulator' },
);
/** A call from outside. */
export const NewSimulatedCall = body(
  {
    from: Type.String({
      maxLength: 40,
      examples: ['+14155550148', 'anonymous'],
      description: 'As a phone number elsewhere, or a word such as `anonymous`: the caller withholds the number.',
    }),
    to: Type.Optional(phone),
    menu_id: Type.Optional(Type.Integer({ ...id, description: 'Which menu the caller will choose.' })),
    lang: Type.Optional(Type.String({ maxLength: 20, default: 'en' })),
    direct: Type.Optional(
      Type.Boolean({ default: false, description: 'Nothing happens by itself: you report what does.' }),
    ),
  },
  'NewSimulatedCall',
);
/** What happens in a directed call. */
export const DirectionObject = body(
  {
    event: Type.Enum([...DIRECTIONS]),
    menu_id: Type.Optional(Type.Integer({ ...id, description: '`choose_menu`' })),
    agent_id: Type.Optional(Type.Integer({ ...id, description: '`answer`' })),
    by: Type.Optional(Type.Enum([...HUNG_UP_BY], { description: '`hang_up`; the caller unless said otherwise.' })),
    sip_status: Type.Optional(
      Type.Union([Type.Integer({ minimum: 300, maximum: 699 }), Type.Null()], {
        description: '`fail`: the final answer of the far end; null or missing is none at all.',
      }),
    ),
  },
  'Direction',
);
