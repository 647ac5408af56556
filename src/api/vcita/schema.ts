/**
 * The shapes of this surface, for its document and its tests. Source: seed 003; the vendor's communication API, version
 * 3.0.
 */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { ERROR_CODES } from './refusals.ts';
import {
  APP_STATUSES,
  DIRECTIONS,
  FEATURES,
  FORWARDING_POLICIES,
  PROVIDERS,
  REPORTED_STATUSES,
  TRANSCRIPT_STATUS,
} from './status.ts';

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const text = Type.String();
const time = Type.String({ format: 'date-time', description: 'UTC, milliseconds.' });
const decimal = Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,12})?$', description: 'A decimal number in a string.' });
const e164 = Type.String({ pattern: '^\\+[1-9]\\d{6,14}$', description: 'E.164.' });
const status = Type.Enum([...REPORTED_STATUSES], {
  description: 'VOICEMAIL is the later name of VOICEMAIL_RECEIVED. Reads back as it was sent.',
});
const direction = Type.Enum([...DIRECTIONS]);
const day = Type.String({ format: 'date', description: 'A day in UTC, included.' });
const id = Type.String({ minLength: 1, maxLength: 255 });

/** Every error of this surface. */
export const Failure = Type.Object({
  success: Type.Literal(false),
  errors: Type.Array(Type.Object({ field: Type.Optional(text), code: Type.Enum([...ERROR_CODES]), message: text }), {
    minItems: 1,
  }),
});

/** The envelope around what was asked for. */
export function enveloped<T extends TSchema>(data: T) {
  return Type.Object({ success: Type.Literal(true), data });
}

const Recording = Type.Object({
  uid: text,
  recordingUrl: Type.String({ format: 'uri', description: 'Signed; works for an hour.' }),
  size: Type.Integer({ minimum: 0, description: 'Bytes.' }),
  duration: Type.Number({ minimum: 0, description: 'Seconds.' }),
  recording_played: Type.Boolean(),
  recording_type: Type.Enum(['CALL', 'VOICEMAIL']),
});

/** A call of whatever origin. What only a reporter can know is null for calls that Patchbay leads. */
export const VoiceCall = Type.Object(
  {
    uid: Type.String({ format: 'uuid' }),
    duration: Type.Integer({ minimum: 0, description: 'Seconds of talk; 0 until known.' }),
    created_at: time,
    updated_at: time,
    status,
    direction,
    staff_uid: orNull(text),
    client_uid: orNull(text),
    from_number: orNull(text),
    to_number: orNull(text),
    call_summary: orNull(text),
    recording: orNull(Recording),
    external_app_url: orNull(text),
    external_app_name: orNull(text),
    source_id: orNull(text),
    external_uuid: orNull(text),
    handled_by_staff_uid: orNull(text),
    handled_at: orNull(time),
    deleted_at: Type.Null(),
    transcript_status: orNull(Type.Enum(Object.values(TRANSCRIPT_STATUS))),
  },
  { additionalProperties: false },
);

/** A page of calls. */
export const VoiceCalls = Type.Object({ voice_calls: Type.Array(VoiceCall, { maxItems: 100 }) });

const CREATED = {
  staff_uid: id,
  client_uid: id,
  from_number: Type.String({
    description: 'E.164, or a word such as anonymous where an incoming caller withholds the number.',
  }),
  to_number: e164,
  direction,
  status,
  rate: decimal,
  provider: Type.Enum([...PROVIDERS]),
  source_id: id,
  external_uuid: Type.String({ minLength: 1, maxLength: 255, description: 'Unique in the business.' }),
};

/** A new report; all fields are required. */
export const CreateVoiceCall = Type.Object(
  { ...CREATED, business_uid: Type.String({ description: 'The business that the token belongs to.' }) },
  {
    examples: [
      {
        staff_uid: 'd290f1ee-6c54-4b01-90e6-d701748f0851',
        client_uid: 'd290f1ee-6c54-4b01-90e6-d701748f0851',
        from_number: '+14155550148',
        to_number: '+14155550901',
        direction: 'INBOUND',
        status: 'MISSED',
        rate: '0.05',
        provider: 'VONAGE',
        source_id: 'call-src-001',
        external_uuid: 'ext-call-001',
        business_uid: 'd290f1ee-6c54-4b01-90e6-d701748f0851',
      },
    ],
  },
);

/** A later report: any part of it. */
export const UpdateVoiceCall = Type.Partial(
  Type.Object({
    ...CREATED,
    price: orNull(decimal),
    duration: Type.Number({ minimum: 0, description: 'Seconds; parts of one are cut off.' }),
    call_summary: orNull(Type.String({ minLength: 1, maxLength: 65_536 })),
    external_app_url: orNull(Type.String({ format: 'uri', maxLength: 2048 })),
    external_app_name: orNull(id),
    recording_id: orNull(id),
    handled_by_staff_uid: orNull(id),
  }),
);

/** Whether someone has listened. */
export const UpdateVoiceCallRecording = Type.Object({ recording_played: Type.Boolean() });

/** Who said what, or how far writing it down has come. */
export const Transcript = Type.Object({
  transcript_uid: text,
  status: Type.Enum(Object.values(TRANSCRIPT_STATUS)),
  transcript: orNull(
    Type.Array(
      Type.Object({
        timestamp: Type.Number({ minimum: 0, description: 'Seconds from the start of the recording.' }),
        speaker_role: text,
        text,
      }),
      { description: 'Null as long as the status is not DONE.' },
    ),
  ),
});

/** Any part of a setting. */
export const SettingChange = Type.Partial(
  Type.Object({
    staff_uid: orNull(id),
    forward_number: orNull(id),
    dedicated_number: orNull(id),
    forwarding_enabled: Type.Boolean({ default: false }),
    call_forwarding_policy: orNull(Type.Enum([...FORWARDING_POLICIES])),
    staff_weekly_availability_uid: orNull(Type.String({ maxLength: 255 })),
    call_timeout_sec: orNull(Type.Number({ minimum: 0 })),
    publish_number: Type.Boolean({ default: false }),
    voice_scripts: orNull(Type.Object({}, { additionalProperties: true })),
    external_app_name: orNull(id),
    app_status: Type.Enum([...APP_STATUSES], { default: 'INSTALLED' }),
    feature: orNull(Type.Enum([...FEATURES])),
    transcript_enabled: Type.Boolean({ default: false }),
  }),
);

/** A setting. It is kept for the apps that use it; Patchbay does not forward calls by it. */
export const Setting = Type.Object({
  uid: Type.String({ format: 'uuid' }),
  business_uid: text,
  ...Type.Required(SettingChange).properties,
});

/** All settings that were asked for. */
export const Settings = Type.Object({ voice_call_settings: Type.Array(Setting) });

/** The one quota of a business, as a list. */
export const Quotas = Type.Object({
  voice_call_quotas: Type.Array(
    Type.Object({
      uid: text,
      business_uid: text,
      credit: Type.Number({ description: 'Minutes a month. Nothing is refused when they are used up.' }),
      balance: Type.Number({ description: 'Minutes of talk this month.' }),
      source: text,
      remaining_minutes: Type.Integer({ minimum: 0 }),
      created_at: time,
      updated_at: time,
    }),
  ),
});

/** How many calls have each status. */
export const Stats = Type.Object({
  status_counts: Type.Array(Type.Object({ status, count: Type.Integer({ minimum: 0 }) })),
  total_voice_calls: Type.Integer({ minimum: 0, description: 'The sum of the counts.' }),
  start_date: day,
  end_date: day,
});

/** Which calls, in which order. */
export const ListQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })),
  per_page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 25 })),
  sort: Type.Optional(Type.String({ default: 'updated_at:desc', examples: ['created_at:asc,updated_at:desc'] })),
  filter: Type.Optional(
    Type.String({ description: 'filter[field]=value or filter[field][operator]=value: eq, ne, gt, gte, lt, lte.' }),
  ),
});

/** Of which days, and which status. */
export const StatsQuery = Type.Object({
  start_date: Type.Optional(day),
  end_date: Type.Optional(day),
  status: Type.Optional(status),
});

/** What the settings hold. */
export const SettingQuery = Type.Object({
  feature: Type.Optional(Type.Enum([...FEATURES])),
  dedicated_number: Type.Optional(text),
  app_status: Type.Optional(Type.Enum([...APP_STATUSES])),
});

/** Webhook subscriptions, in the envelope that this one operation has. */
export const Subscriptions = Type.Object({
  response: Type.Object({
    success: Type.Literal('ok'),
    data: Type.Object({
      subscriptions: Type.Array(
        Type.Object({ id: Type.Integer(), entity: text, event_type: text, url: text }, { additionalProperties: false }),
      ),
    }),
  }),
});

/** What a subscription asks for. */
export const Subscribe = Type.Object(
  { event: Type.String({ examples: ['voice_call/create'] }), target_url: Type.String({ format: 'uri' }) },
  { examples: [{ event: 'voice_call/create', target_url: 'https://example.com/hook' }] },
);

/** What it answers. */
export const Subscribed = Type.Object({ data: Type.Object({ subscription_id: text }), status: Type.Literal('OK') });

/** What is unsubscribed; without an event all of the address. */
export const Unsubscribe = Type.Object(
  { target_url: Type.String({ format: 'uri' }), event: Type.Optional(text) },
  { examples: [{ target_url: 'https://example.com/hook' }] },
);

/** What that answers. */
export const Unsubscribed = Type.Object({
  data: Type.Object({ unsubscribed: Type.Literal(true) }),
  status: Type.Literal('OK'),
});

/** The errors of these operations alone. */
export const WebhookFailure = Type.Object({ message: text, status: Type.Literal('Error') });

/** The thing that the path names. */
export const UidParams = Type.Object({ uid: text });
