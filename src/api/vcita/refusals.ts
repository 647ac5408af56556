/**
 * Every "no" of this surface: `{"success": false, "errors": [{"field"?, "code", "message"}]}`, the vendor's v3
 * envelope.
 */
import type { RefusalCode } from '#domain/call/refusal.ts';
import type { Fault } from '#http/fault.ts';
import { FAULTS } from '#http/fault.ts';
import type { ApiResponse } from '#http/surface.ts';

/** The codes that the vendor uses, as far as we need them. */
export const ERROR_CODES = [
  'missing',
  'invalid',
  'already_exists',
  'not_found',
  'forbidden',
  'unauthorized',
  'bad_request',
  'rate_limit_exceeded',
  'unexpected',
] as const;
/** One of them. */
type ErrorCode = (typeof ERROR_CODES)[number];

/** One thing that is wrong; `field` where it is about one. */
export type ErrorItem = { readonly field?: string; readonly code: ErrorCode; readonly message: string };

/** An error answer. */
export function failure(status: number, ...errors: readonly ErrorItem[]): ApiResponse {
  return { status, body: { success: false, errors } };
}

const FAULT_ITEMS = {
  unauthorized: ['unauthorized', '401 Unauthorized'],
  workspace_unknown: ['not_found', 'Not found'],
  forbidden: ['forbidden', 'This kind of token may not do this'],
  not_found: ['not_found', 'Not found'],
  gone: ['not_found', 'Gone'],
  method_not_allowed: ['bad_request', 'Method not allowed'],
  not_acceptable: ['bad_request', 'Not acceptable'],
  malformed_body: ['bad_request', 'Malformed JSON'],
  malformed_request: ['bad_request', 'Malformed request'],
  unsupported_media_type: ['bad_request', 'Content-Type must be application/json'],
  unsupported_encoding: ['bad_request', 'Content-Encoding is not supported'],
  body_too_deep: ['bad_request', 'Request body is nested too deeply'],
  value_refused: [
    'invalid',
    'Request body holds a value that cannot be stored: a NUL character, half a surrogate pair, or a number out of range',
  ],
  precondition_failed: ['bad_request', 'Precondition failed'],
  range_not_satisfiable: ['bad_request', 'Range not satisfiable'],
  head_too_large: ['bad_request', 'Request header fields are too large'],
  request_timeout: ['bad_request', 'Request timeout'],
  expectation_failed: ['bad_request', 'Expectation failed'],
  body_too_large: ['bad_request', 'Request body is too large'],
  rate_limited: ['rate_limit_exceeded', 'Rate limit exceeded'],
  key_reused: ['invalid', 'Idempotency-Key was used for another request'],
  key_running: ['bad_request', 'A request with this Idempotency-Key is still running'],
  malformed_key: ['bad_request', 'Idempotency-Key is not well formed'],
  draining: ['unexpected', 'Service unavailable'],
  unavailable: ['unexpected', 'Service unavailable'],
  internal: ['unexpected', 'Internal server error'],
} as const satisfies Record<Fault, readonly [ErrorCode, string]>;

/** The answer to a request that no operation has judged. */
export function answerFault(fault: Fault): ApiResponse {
  const [code, message] = FAULT_ITEMS[fault];
  return failure(FAULTS[fault], { code, message });
}

/** The token is good, and for another business. Source: the vendor's list of 401 answers. */
export const OTHER_BUSINESS: ApiResponse = failure(401, { code: 'unauthorized', message: 'Unauthorized' });

/**
 * The staff member has a setting for the feature already; a setting without a staff member, or without a feature,
 * counts as well.
 */
export const SETTING_TAKEN: ApiResponse = failure(409, {
  code: 'already_exists',
  message: 'A voice call setting for this staff_uid and feature exists already',
});

/** The business has no setting of that uid. */
export const SETTING_UNKNOWN: ApiResponse = failure(404, {
  code: 'not_found',
  message: 'Voice call setting not found',
});

const staff = (message: string) => [422, { field: 'staff_uid', code: 'invalid', message }] as const;
const client = (message: string) => [422, { field: 'client_uid', code: 'invalid', message }] as const;
const invalid = (message: string) => [422, { code: 'invalid', message }] as const;
const unknown = (message: string) => [404, { code: 'not_found', message }] as const;

const ITEMS = {
  event_not_allowed: invalid('Patchbay leads this call itself; only reported calls can be changed'),
  call_unknown: unknown('Voice call not found'),
  agent_unknown: staff('staff_uid is unknown'),
  agent_may_not_call: staff('staff_uid may not call'),
  agent_not_available: staff('staff_uid is not available'),
  contact_unknown: client('client_uid is unknown'),
  contact_blocked: client('client_uid is blocked'),
  contact_without_number: client('client_uid has no number'),
  language_unknown: invalid('The language is unknown'),
  language_not_available: invalid('The language is not available'),
  menu_unknown: invalid('The menu is unknown'),
  menu_kind_not_permitted: invalid('The menu takes no such calls'),
  menu_redirected: invalid('The menu is redirected'),
  menu_after_hours: invalid('The menu is closed'),
  parent_unknown: invalid('The call to call back is unknown'),
  parent_without_menu: invalid('The call to call back has no menu'),
  time_past: invalid('The time must lie ahead'),
  number_unknown: invalid('The number is unknown'),
  emergency_number: [422, { field: 'to_number', code: 'invalid', message: 'Emergency numbers cannot be called' }],
  number_not_called: invalid('The number cannot be called'),
  dial_limit: invalid('The limit of outbound calls is reached'),
  external_call_taken: [422, { code: 'already_exists', message: 'The announcement exists already' }],
  external_call_unknown: unknown('Announcement not found'),
  report_taken: [422, { field: 'external_uuid', code: 'already_exists', message: 'external_uuid is already taken' }],
  report_ended: [
    422,
    { field: 'status', code: 'invalid', message: 'status of a call that has ended cannot be INCOMING_CALL' },
  ],
  recording_unknown: unknown('Voice call recording not found'),
  transcript_unknown: unknown('Voice call transcript not found'),
  text_message_failed: invalid('The text message was not sent'),
  text_to_landline: invalid('A landline takes no text messages'),
  attributes_full: invalid('The contact has too many attributes'),
  history_full: invalid('The voice call has too many updates'),
  notes_full: invalid('The voice call has too many notes'),
  disposition_unknown: invalid('The disposition is unknown'),
  note_required: invalid('A note is required'),
  tag_required: invalid('A tag is required'),
  disposition_required: invalid('A disposition is required'),
  tag_unknown: invalid('The tag is unknown'),
  not_wrapping_up: invalid('The staff member wraps up no call'),
  draining: [503, { code: 'unexpected', message: 'Service unavailable' }],
} as const satisfies Record<RefusalCode, readonly [number, ErrorItem]>;

/** The answer to a refusal. */
export function answerRefusal({ code }: { readonly code: RefusalCode }): ApiResponse {
  const [status, item] = ITEMS[code];
  return failure(status, item);
}
