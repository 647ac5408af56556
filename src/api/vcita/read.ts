/** Reads this vendor's requests. Every field that is wrong is told at once; what exists is the engine's to say. */
import { isE164 } from '#domain/directory/phone-number.ts';
import { isWithheld } from '#domain/directory/withheld-number.ts';
import type { Reported } from '#engine/commands/report-call.ts';
import type { ReportChange } from '#engine/commands/update-report.ts';
import type { Report } from '#domain/call/report.ts';
import { fieldsOf, isBlank } from '../kit.ts';
import type { ErrorItem } from './refusals.ts';
import type { Direction, ReportedStatus } from './status.ts';
import {
  APP_STATUSES,
  DIRECTIONS,
  FEATURES,
  FORWARDING_POLICIES,
  OUR_DIRECTION,
  PROVIDERS,
  REPORTED_STATUSES,
  STATE,
} from './status.ts';

/** The request, or all that is wrong with it. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly ErrorItem[] };

/** The request is in order. */
export function yes<T>(value: T): Read<T> {
  return { ok: true, value };
}

/** The request is not in order. */
export function no(...errors: readonly ErrorItem[]): { readonly ok: false; readonly errors: readonly ErrorItem[] } {
  return { ok: false, errors };
}

/** A field that cannot stand as it is. */
export function invalid(field: string, must: string): ErrorItem {
  return { field, code: 'invalid', message: `${field} must be ${must}` };
}

type Fields = Readonly<Record<string, unknown>>;

/** What a field must be: the test, and the words for it. */
type Rule = { readonly must: string; holds(value: unknown): boolean };

const MAX_ID = 255;
const MAX_URL = 2048;
const MAX_SUMMARY = 65_536;
/** A call of ten years is no call. */
const MAX_SECONDS = 315_360_000;

const text = (longest: number): Rule => ({
  must: `a string of 1 to ${longest} characters`,
  holds: (value) => typeof value === 'string' && value.trim() !== '' && value.length <= longest,
});
const oneOf = (words: readonly string[]): Rule => ({
  must: words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`,
  holds: (value) => typeof value === 'string' && words.includes(value),
});
const ID = text(MAX_ID);
const PHONE: Rule = {
  must: 'a phone number in E.164 format, for example +14155550148',
  holds: (value) => typeof value === 'string' && isE164(value),
};
const DECIMAL: Rule = {
  must: 'a decimal number in a string, for example "0.05"',
  holds: (value) => typeof value === 'string' && /^\d{1,12}(\.\d{1,12})?$/.test(value),
};
const SECONDS: Rule = {
  must: 'a number of seconds, 0 or more',
  holds: (value) => typeof value === 'number' && value >= 0 && value <= MAX_SECONDS,
};
const BOOLEAN: Rule = { must: 'true or false', holds: (value) => typeof value === 'boolean' };
/** Only the web's schemes: people will follow it. */
const LINK: Rule = {
  must: 'an http or https URL',
  holds: (value) =>
    typeof value === 'string' && value.length <= MAX_URL && /^https?:$/.test(URL.parse(value)?.protocol ?? ''),
};
const OBJECT: Rule = {
  must: 'an object',
  holds: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};
const orNull = ({ must, holds }: Rule): Rule => ({
  must: `${must}, or null`,
  holds: (value) => value === null || holds(value),
});

/** The number that a call came from; who withholds it, is said so. */
const CALLER: Rule = {
  must: `${PHONE.must}, or a word such as anonymous`,
  holds: (value) => PHONE.holds(value) || (typeof value === 'string' && isWithheld(value)),
};
/** A business does not withhold it from itself. */
const OWN: Rule = { must: PHONE.must, holds: (value) => PHONE.holds(value) && !isWithheld(String(value)) };

/** Source: seed 003, in its order; all required. */
const NEW_CALL = {
  staff_uid: ID,
  client_uid: ID,
  from_number: CALLER,
  to_number: PHONE,
  direction: oneOf(DIRECTIONS),
  status: oneOf(REPORTED_STATUSES),
  rate: DECIMAL,
  provider: oneOf(PROVIDERS),
  source_id: ID,
  external_uuid: ID,
  business_uid: ID,
} as const satisfies Record<string, Rule>;

const { business_uid: _fixed, ...CHANGEABLE } = NEW_CALL;

/** Source: the vendor's UpdateVoiceCall. Null takes back what was optional from the start. */
const CALL_CHANGE = {
  ...CHANGEABLE,
  price: orNull(DECIMAL),
  duration: SECONDS,
  call_summary: orNull(text(MAX_SUMMARY)),
  external_app_url: orNull(LINK),
  external_app_name: orNull(ID),
  recording_id: orNull(ID),
  handled_by_staff_uid: orNull(ID),
} as const satisfies Record<string, Rule>;

/** Source: the vendor's RequestDto and UpdateRequestDto. */
const SETTING = {
  staff_uid: orNull(ID),
  forward_number: orNull(ID),
  dedicated_number: orNull(ID),
  forwarding_enabled: BOOLEAN,
  call_forwarding_policy: orNull(oneOf(FORWARDING_POLICIES)),
  staff_weekly_availability_uid: {
    must: `a string of at most ${MAX_ID} characters, or null`,
    holds: (value) => value === null || (typeof value === 'string' && value.length <= MAX_ID),
  },
  call_timeout_sec: orNull(SECONDS),
  publish_number: BOOLEAN,
  voice_scripts: orNull(OBJECT),
  external_app_name: orNull(ID),
  app_status: oneOf(APP_STATUSES),
  feature: orNull(oneOf(FEATURES)),
  transcript_enabled: BOOLEAN,
} as const satisfies Record<string, Rule>;

/** What a setting is as long as no one has said otherwise. */
const BLANK_SETTING = {
  staff_uid: null,
  forward_number: null,
  dedicated_number: null,
  forwarding_enabled: false,
  call_forwarding_policy: null,
  staff_weekly_availability_uid: null,
  call_timeout_sec: null,
  publish_number: false,
  voice_scripts: null,
  external_app_name: null,
  app_status: 'INSTALLED',
  feature: null,
  transcript_enabled: false,
} as const satisfies Record<keyof typeof SETTING, unknown>;

/** Two settings of a business differ in at least one of these. */
export const SETTING_KEY = ['staff_uid', 'feature'] as const;

/** What is wrong with the fields that are there. */
function judged(fields: Fields, rules: Readonly<Record<string, Rule>>): ErrorItem[] {
  return Object.entries(rules).flatMap(([name, { must, holds }]) =>
    fields[name] === undefined || holds(fields[name]) ? [] : [invalid(name, must)],
  );
}

/** The business that the body names; null when it names none. */
export function readBusinessUid(body: unknown): string | null {
  const uid = fieldsOf(body)['business_uid'];
  return typeof uid === 'string' && !isBlank(uid) ? uid : null;
}

/** Reads a new report. A blank field counts as missing. */
export function readReport(body: unknown): Read<Reported> {
  const sent = fieldsOf(body);
  const missing = Object.keys(NEW_CALL).filter((name) => isBlank(sent[name]));
  const fields = Object.fromEntries(Object.entries(sent).filter(([name]) => !missing.includes(name)));
  const errors = [
    ...missing.map((field): ErrorItem => ({ field, code: 'missing', message: `${field} is missing` })),
    ...judged(fields, fields['direction'] === 'OUTBOUND' ? { ...NEW_CALL, from_number: OWN } : NEW_CALL),
  ];
  if (errors.length > 0) return no(...errors);
  const { report, state, direction } = wordsOf(fields);
  const unsaid = { price: null, durationSeconds: null, summary: null, handledByStaffUid: null, handledAt: null };
  const elsewhere = { externalAppUrl: null, externalAppName: null, recordingId: null };
  // Each of the eleven is there and of its type, so none of the parts is missing.
  return yes({ state, direction, report: { ...unsaid, ...elsewhere, ...report } } as Reported);
}

/** Reads a later report: any part of it. */
export function readReportChange(body: unknown): Read<ReportChange> {
  const fields = fieldsOf(body);
  const errors = judged(fields, CALL_CHANGE);
  return errors.length > 0 ? no(...errors) : yes(wordsOf(fields));
}

const REPORT_FIELDS = {
  staff_uid: 'staffUid',
  client_uid: 'clientUid',
  from_number: 'fromNumber',
  to_number: 'toNumber',
  status: 'status',
  rate: 'rate',
  price: 'price',
  provider: 'provider',
  source_id: 'sourceId',
  external_uuid: 'externalUuid',
  call_summary: 'summary',
  external_app_url: 'externalAppUrl',
  external_app_name: 'externalAppName',
  recording_id: 'recordingId',
  handled_by_staff_uid: 'handledByStaffUid',
} as const satisfies Record<string, keyof Report>;

/** The parts of a report among fields that have been judged, which is why the casts hold. */
function wordsOf(fields: Fields): ReportChange {
  const said = Object.entries(REPORT_FIELDS).filter(([name]) => fields[name] !== undefined);
  const status = fields['status'] as ReportedStatus | undefined;
  const direction = fields['direction'] as Direction | undefined;
  const duration = fields['duration'] as number | undefined;
  return {
    report: {
      ...(Object.fromEntries(said.map(([name, ours]) => [ours, fields[name]])) as Partial<Report>),
      ...(duration === undefined ? {} : { durationSeconds: Math.floor(duration) }),
    },
    ...(status === undefined ? {} : { state: STATE[status] }),
    ...(direction === undefined ? {} : { direction: OUR_DIRECTION[direction] }),
  };
}

/** Whether the recording was played. `record_played` is what the vendor called it before 2026-05-12. */
export function readPlayed(body: unknown): Read<boolean> {
  const { recording_played: played, record_played: before } = fieldsOf(body);
  const value = played ?? before;
  if (value === undefined || value === null)
    return no({ field: 'recording_played', code: 'missing', message: 'recording_played is missing' });
  return typeof value === 'boolean' ? yes(value) : no(invalid('recording_played', BOOLEAN.must));
}

/** A new setting. The vendor's document requires ten of its fields, its server none: nor do we. */
export function readSetting(body: unknown): Read<Fields> {
  const read = readSettingChange(body);
  return read.ok ? yes({ ...BLANK_SETTING, ...read.value }) : read;
}

/** Any part of a setting. */
export function readSettingChange(body: unknown): Read<Fields> {
  const fields = fieldsOf(body);
  const errors = judged(fields, SETTING);
  if (errors.length > 0) return no(...errors);
  return yes(Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(SETTING, name))));
}

const SETTING_FILTER = { feature: oneOf(FEATURES), dedicated_number: ID, app_status: oneOf(APP_STATUSES) };

/** Which settings are asked for: values that they hold. A `+` that was sent raw has come as a space. */
export function readSettingFilter(query: Readonly<Record<string, string>>): Read<Fields> {
  const { feature, app_status: appStatus } = query;
  const number = query['dedicated_number']?.replace(/^ (?=\d)/, '+');
  const asked = Object.entries({ feature, dedicated_number: number, app_status: appStatus });
  const fields = Object.fromEntries(asked.filter(([, value]) => value !== undefined && value !== ''));
  const errors = judged(fields, SETTING_FILTER);
  return errors.length > 0 ? no(...errors) : yes(fields);
}
