/**
 * The shapes of this surface, for its document and its tests. Source: seeds 000, 001 and 002; the vendor's OpenAPI for
 * what came later.
 */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { EXTERNAL_SOURCES, EXTERNAL_STATUSES } from '#domain/call/external-call.ts';
import { CALL_TYPE, ENDED_REASONS, STATES, TRANSCRIPT_STATUS, VERSIONS } from './status.ts';

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const text = Type.String();
const url = Type.String({ format: 'uri' });
const time = Type.Integer({ description: 'Unix seconds.' });
const seconds = Type.Integer({ minimum: 0, description: 'Seconds.' });
const strict = { additionalProperties: false } as const;

/** Every error of this surface, but for those of `phone_call_redirects` alone. */
export const ErrorList = Type.Object(
  {
    type: Type.Literal('error.list'),
    request_id: Type.String({ format: 'uuid' }),
    errors: Type.Array(Type.Object({ code: text, message: text, field: Type.Optional(text) }, strict), { minItems: 1 }),
  },
  strict,
);

const CALL = {
  type: Type.Literal('call'),
  id: text,
  conversation_id: text,
  admin_id: orNull(text),
  contact_id: orNull(text),
  state: Type.Enum([...STATES]),
  initiated_at: orNull(time),
  answered_at: orNull(time),
  ended_at: orNull(time),
  created_at: time,
  updated_at: time,
  recording_url: orNull(url),
  transcription_url: orNull(url),
  transcript_url: orNull(url),
  call_type: Type.Enum([...new Set(Object.values(CALL_TYPE))]),
  direction: Type.Enum(['inbound', 'outbound']),
  ended_reason: orNull(Type.Enum([...ENDED_REASONS])),
  phone: orNull(text),
  fin_recording_url: orNull(url),
  fin_transcription_url: orNull(url),
  duration: orNull(seconds),
  talk_time: orNull(seconds),
  queue_time: orNull(seconds),
  hold_time: orNull(seconds),
};

/** The call. `transcript_url` is seed 001's other name of `transcription_url`. */
export const CallObject = Type.Object(CALL, strict);

/** A page of calls. */
export const CallList = Type.Object(
  {
    type: Type.Literal('list'),
    data: Type.Array(CallObject),
    total_count: Type.Integer({ minimum: 0 }),
    pages: Type.Object(
      {
        type: Type.Literal('pages'),
        page: Type.Integer({ minimum: 1 }),
        per_page: Type.Integer({ minimum: 1, maximum: 25 }),
        total_pages: Type.Integer({ minimum: 0 }),
      },
      strict,
    ),
  },
  strict,
);

const Entry = Type.Object(
  {
    timestamp: Type.String({ pattern: '^\\d{2,}:\\d{2}:\\d{2}$', description: 'From the start of the recording.' }),
    speaker: Type.String({ pattern: '^(Teammate [1-9][0-9]*|User|Fin)$' }),
    text,
  },
  strict,
);

/** Calls of conversations, with what was said in them. */
export const CallsWithTranscripts = Type.Object(
  {
    type: Type.Literal('list'),
    data: Type.Array(
      Type.Object(
        {
          ...CALL,
          transcript: Type.Array(Entry),
          transcript_status: orNull(Type.Enum(Object.values(TRANSCRIPT_STATUS))),
        },
        strict,
      ),
    ),
  },
  strict,
);

/** The query of `GET /calls`. */
export const PageQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1 })),
  per_page: Type.Optional(Type.Integer({ minimum: 1, default: 25, description: 'More than 25 counts as 25.' })),
});

/** The body of `POST /calls/search`. */
export const Search = Type.Object({
  conversation_ids: Type.Array(text, { minItems: 1, maxItems: 20 }),
});

/** The body of `POST /fin_voice/register`. */
export const Registration = Type.Object(
  {
    phone_number: Type.String({ pattern: '^\\+[1-9]\\d{6,14}$', description: 'The caller, in E.164.' }),
    call_id: Type.String({ minLength: 1, maxLength: 255, description: "The other telephony system's own id." }),
    source: Type.Optional(Type.Enum([...EXTERNAL_SOURCES])),
    data: Type.Optional(orNull(Type.Object({}, { additionalProperties: true }))),
  },
  {
    examples: [{ phone_number: '+1234567890', call_id: 'call-123-abc', source: 'aws_connect', data: { key: 'value' } }],
  },
);

/** A Fin Voice reference. */
export const Reference = Type.Object(
  {
    id: Type.Integer(),
    app_id: Type.Integer({ description: 'The workspace.' }),
    user_phone_number: text,
    status: Type.Enum([...EXTERNAL_STATUSES]),
    intercom_call_id: orNull(text),
    external_call_id: text,
    intercom_conversation_id: orNull(text),
    call_transcript: Type.Array(Entry),
    call_summary: Type.String({ maxLength: 256 }),
    intent: Type.Array(Type.Object({ name: text, confidence: Type.Number({ minimum: 0, maximum: 1 }) }, strict)),
  },
  strict,
);

/** Those of one conversation: a bare list. */
export const References = Type.Array(Reference);

/** The body of `POST /phone_call_redirects`. */
export const Redirection = Type.Object(
  {
    phone: Type.String({ description: 'E.164; spaces and hyphens are allowed.' }),
    custom_attributes: Type.Optional(
      Type.Object(
        {},
        {
          additionalProperties: true,
          description: 'Merged into those of the contact. A value may be a list of custom object instances.',
        },
      ),
    ),
  },
  { examples: [{ phone: '+353832345678', custom_attributes: { issue_type: 'Billing', priority: 'high' } }] },
);

/** The answer to it. Source: the vendor's schema has `phone`, its example has `url`: both are here. */
export const Redirected = Type.Object(
  { type: Type.Literal('phone_call_redirect'), url: orNull(url), phone: text },
  strict,
);

/** The errors that only `phone_call_redirects` has. */
export const RedirectError = Type.Object({ error_key: text, message: Type.Optional(text) }, strict);

/** What a 400 of it may be. */
export const RedirectErrors = Type.Union([RedirectError, ErrorList]);

/** The way to the sound of a call; it has no body. */
export const ToRecording = { type: 'null', description: 'The recording is at `Location`, for an hour.' };

/** The text of a call. */
export const TranscriptFile = {
  description: 'A line a turn: `[HH:MM:SS] Teammate 1: "…"`, `User: "…"` or `Fin: "…"`.',
  content: { 'text/plain': { schema: text } },
};

/** Who the token speaks for, with the workspace. Source: the vendor's OpenAPI, `admin_with_app`. */
export const Me = Type.Object(
  {
    type: Type.Literal('admin'),
    id: text,
    name: text,
    email: text,
    email_verified: Type.Boolean(),
    has_inbox_seat: Type.Boolean(),
    away_mode_enabled: Type.Boolean(),
    away_mode_reassign: Type.Boolean(),
    team_ids: Type.Array(Type.Integer()),
    avatar: Type.Object({ type: Type.Literal('avatar'), image_url: orNull(url) }, strict),
    app: Type.Object(
      {
        type: Type.Literal('app'),
        id_code: Type.String({ description: 'The workspace.' }),
        name: text,
        created_at: time,
        secure: Type.Boolean(),
        identity_verification: Type.Boolean(),
        timezone: text,
        region: text,
      },
      strict,
    ),
  },
  strict,
);

/** All tags. Source: the vendor's OpenAPI, `tag_list`. */
export const TagList = Type.Object(
  {
    type: Type.Literal('list'),
    data: Type.Array(Type.Object({ type: Type.Literal('tag'), id: text, name: text }, strict)),
  },
  strict,
);

/** The header by which a client says which version it was written for. */
export const Version = Type.Enum([...VERSIONS], { description: 'Echoed. Every version gets the same answers.' });

/** A path with one parameter, which is judged as "not found" and never as malformed. */
export function named(param: string): TSchema {
  return Type.Object({ [param]: text });
}

/** The errors that every operation may answer, and those of one. */
export function errors(...more: readonly number[]): Record<number, typeof ErrorList> {
  return Object.fromEntries([400, 401, 403, 415, 429, ...more].map((status) => [status, ErrorList]));
}
