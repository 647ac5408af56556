/** The shapes of trunks. */
import { Type } from 'typebox';
import {
  CALLER_HEADERS,
  MAX_COUNTRIES,
  MAX_CREDENTIAL,
  MAX_INBOUND_ADDRESSES,
  MAX_TRUNK_NAME,
  MAX_TRUNKS,
  NUMBER_FORMATS,
  RTP_SOURCES,
  SRTP_RULES,
  TRUNK_CODECS,
  TRUNK_LIMIT_RANGES,
  TRUNK_PRESETS,
  TRUNK_STATES,
  TRUNK_TRANSPORTS,
} from '#domain/directory/trunk.ts';
import { PROBE_STEPS } from '#domain/ports/trunk-book.ts';
import { body, change, id, orNull, text, time } from '../shapes.ts';

/** What goes into a header of SIP as it is: printable, no spaces, no quotes. */
const credential = Type.String({
  minLength: 1,
  maxLength: MAX_CREDENTIAL,
  pattern: '^[\\x21\\x23-\\x3b\\x3d\\x3f-\\x7e]+$',
});
const secret = Type.String({ minLength: 1, maxLength: MAX_CREDENTIAL, pattern: '^[^\\x00-\\x1f\\x7f]+$' });
const limit = (range: { readonly min: number; readonly max: number }, description: string) =>
  Type.Integer({ minimum: range.min, maximum: range.max, description });

const limits = {
  calls_at_once: limit(TRUNK_LIMIT_RANGES.callsAtOnce, 'Calls in progress at the same time.'),
  calls_per_minute: limit(TRUNK_LIMIT_RANGES.callsPerMinute, 'Calls that are dialed in any 60 seconds.'),
  minutes_per_day: limit(TRUNK_LIMIT_RANGES.minutesPerDay, 'Minutes of outbound calls in any 24 hours.'),
  longest_call_seconds: limit(TRUNK_LIMIT_RANGES.longestCallSeconds, 'A dialed call is ended after this many.'),
  countries: orNull(
    Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
      maxItems: MAX_COUNTRIES,
      description: 'Where it calls, ISO 3166-1 alpha-2. Null: in the countries that the workspace allows.',
      examples: [['US', 'CA']],
    }),
  ),
  premium_allowed: Type.Boolean({ description: 'Whether it calls premium-rate, shared-cost and satellite numbers.' }),
};

/** What all trunks of the workspace together may be used for. */
export const TrunkLimitsObject = Type.Object(limits, { title: 'TrunkLimits' });
export const TrunkLimitsChange = change(limits, 'TrunkLimitsChange');

const fields = {
  name: Type.String({ minLength: 1, maxLength: MAX_TRUNK_NAME, pattern: '\\S', examples: ['Twilio Frankfurt'] }),
  preset: Type.Enum([...TRUNK_PRESETS], {
    description: 'The provider: everything that is not named begins as it documents.',
  }),
  host: Type.String({ minLength: 1, maxLength: 253, examples: ['example.pstn.twilio.com'] }),
  port: orNull(Type.Integer({ minimum: 1, maximum: 65_535, description: 'Null: as DNS says (RFC 3263).' })),
  transports: Type.Array(Type.Enum([...TRUNK_TRANSPORTS]), {
    minItems: 1,
    maxItems: TRUNK_TRANSPORTS.length,
    description: 'The preferred first.',
    examples: [['udp', 'tcp']],
  }),
  outbound_proxy: orNull(
    Type.String({ minLength: 1, maxLength: 300, description: 'Where requests go instead: `host` or `host:port`.' }),
  ),
  username: orNull(credential),
  registers: Type.Boolean({ description: 'Whether the server registers there, so that calls reach it behind NAT.' }),
  inbound_addresses: Type.Array(Type.String({ minLength: 2, maxLength: 50 }), {
    maxItems: MAX_INBOUND_ADDRESSES,
    description: 'Whose calls are the trunk’s: addresses, or ranges in CIDR notation. No one else is answered.',
    examples: [['54.172.60.0/30']],
  }),
  number_format: Type.Enum([...NUMBER_FORMATS], {
    description: '`plus_e164`: +14155550148. `e164`: 14155550148. `national`: as dialed in the workspace’s country.',
  }),
  number_prefix: Type.String({ maxLength: 16, pattern: '^[0-9*#]*$', description: 'Goes before every number.' }),
  caller_header: Type.Enum([...CALLER_HEADERS], { description: 'Where the caller’s number goes.' }),
  from_user: orNull(credential),
  codecs: Type.Array(Type.Enum([...TRUNK_CODECS]), { minItems: 1, maxItems: TRUNK_CODECS.length }),
  srtp: Type.Enum([...SRTP_RULES], { description: 'Whether sound is encrypted.' }),
  rtp_source: Type.Enum([...RTP_SOURCES], {
    description: '`first`: sound is sent to where it comes from, for a far end behind NAT.',
  }),
  refer_out: Type.Boolean({
    description: 'Whether a blind transfer to a number is left to the trunk (REFER). What it does not do is dialed.',
  }),
  refer_in: Type.Boolean({
    description:
      'Whether its telephones may transfer their calls (REFER): whom they name is dialed at the workspace’s cost.',
  }),
  is_enabled: Type.Boolean({ description: 'A disabled trunk takes and makes no calls.' }),
  text_account: orNull(
    Type.String({
      minLength: 1,
      maxLength: MAX_CREDENTIAL,
      pattern: '^[\\x21-\\x7e]+$',
      description: 'The account that sends text messages, at Twilio, Vonage and Telnyx.',
    }),
  ),
};

const secrets = {
  password: orNull(Type.String({ ...secret, description: 'Encrypted at rest, and never answered.' })),
  text_secret: orNull(Type.String({ ...secret, description: 'Encrypted at rest, and never answered.' })),
};

/** A trunk. Its secrets are not shown again. */
export const TrunkObject = Type.Object(
  {
    id,
    position: Type.Integer({ minimum: 0, description: 'Trunks are tried in this order.' }),
    ...fields,
    limits: Type.Object(limits),
    has_password: Type.Boolean(),
    has_text_secret: Type.Boolean(),
    health: Type.Object({
      state: Type.Enum([...TRUNK_STATES]),
      is_registered: orNull(Type.Boolean({ description: 'Null where the trunk does not register.' })),
      fault: orNull(Type.String({ description: 'What is wrong, in a sentence.' })),
      since: time,
    }),
    created_at: time,
    updated_at: time,
  },
  { title: 'Trunk' },
);

const { name, preset, ...rest } = {
  ...fields,
  ...secrets,
  limits: Type.Partial(Type.Object(limits), { additionalProperties: false }),
};
const optional = Type.Partial(Type.Object(rest)).properties;

/** A trunk to be made. */
export const NewTrunk = body({ name, preset, ...optional }, 'NewTrunk');
/** A change to a trunk. */
export const TrunkChange = change({ name, ...rest }, 'TrunkChange');
/** All trunks in their new order. */
export const TrunkOrder = body({ ids: Type.Array(id, { maxItems: MAX_TRUNKS, examples: [[3, 1, 2]] }) }, 'TrunkOrder');
/** Trunks in their order. */
export const TrunkList = Type.Object({ data: Type.Array(TrunkObject) }, { title: 'TrunkList' });
/** What a test of a trunk found. */
export const TrunkTest = Type.Object(
  {
    ok: Type.Boolean({ description: 'Whether every step went well.' }),
    steps: Type.Array(Type.Object({ step: Type.Enum([...PROBE_STEPS]), ok: Type.Boolean(), sentence: text }), {
      description: 'In order; the first that fails is the last.',
      examples: [[{ step: 'dns', ok: false, sentence: 'DNS knows no address of sip.example.com.' }]],
    }),
  },
  { title: 'TrunkTest' },
);
