/** Every "no" of this surface. Errors are `error.list`; only `phone_call_redirects` has some of its own form. */
import type { Refusal, RefusalCode } from '#domain/call/refusal.ts';
import type { Fault } from '#http/fault.ts';
import { FAULTS } from '#http/fault.ts';
import type { ApiResponse } from '#http/surface.ts';
import type { ApiError, RedirectError } from './read.ts';

/** An error list with one error. The vendor's own request ids are UUIDs, and so are ours. */
export function failure(status: number, error: ApiError, requestId: string): ApiResponse {
  return { status, body: { type: 'error.list', request_id: requestId, errors: [error] } };
}

/** Nothing is there. Source: the vendor's OpenAPI, 404 examples; the recording has a sentence of its own. */
export function notFound(requestId: string, message = 'Not Found'): ApiResponse {
  return failure(404, { code: 'not_found', message }, requestId);
}

/** The client asks for a version that was never published. */
export function unknownVersion(requestId: string): ApiResponse {
  const error = { code: 'intercom_version_invalid', message: 'The requested version could not be found' };
  return failure(400, error, requestId);
}

/** An error of `phone_call_redirects` alone. */
export function redirectFailure(status: number, error: RedirectError): ApiResponse {
  return { status, body: error };
}

/** Codes are the vendor's published ones; `unauthorized` and `not_found` with the sentences of its examples. */
const FAULT_ERRORS = {
  unauthorized: { code: 'unauthorized', message: 'Access Token Invalid' },
  workspace_unknown: { code: 'not_found', message: 'Not Found' },
  forbidden: { code: 'action_forbidden', message: 'Not authorized to access resource' },
  not_found: { code: 'not_found', message: 'Not Found' },
  gone: { code: 'not_found', message: 'Gone' },
  method_not_allowed: { code: 'client_error', message: 'Method Not Allowed' },
  not_acceptable: { code: 'client_error', message: 'Not Acceptable' },
  malformed_body: { code: 'bad_request', message: 'Request body is not valid JSON' },
  malformed_request: { code: 'bad_request', message: 'Bad Request' },
  unsupported_media_type: { code: 'client_error', message: 'Content-Type must be application/json' },
  unsupported_encoding: { code: 'client_error', message: 'Content-Encoding is not supported' },
  body_too_deep: { code: 'bad_request', message: 'Request body is nested too deeply' },
  value_refused: {
    code: 'parameter_invalid',
    message:
      'Request body holds a value that cannot be stored: a NUL character, half a surrogate pair, or a number out of range',
  },
  precondition_failed: { code: 'client_error', message: 'Precondition Failed' },
  range_not_satisfiable: { code: 'client_error', message: 'Range Not Satisfiable' },
  head_too_large: { code: 'client_error', message: 'Request header fields are too large' },
  request_timeout: { code: 'client_error', message: 'Request Timeout' },
  expectation_failed: { code: 'client_error', message: 'Expectation Failed' },
  body_too_large: { code: 'payload_too_large', message: 'Request body is too large' },
  rate_limited: { code: 'rate_limit_exceeded', message: 'Exceeded rate limit' },
  key_reused: { code: 'parameter_invalid', message: 'Idempotency-Key was used for another request' },
  key_running: { code: 'conflict', message: 'A request with this Idempotency-Key is still running' },
  malformed_key: { code: 'parameter_invalid', message: 'Idempotency-Key is not well formed' },
  draining: { code: 'service_unavailable', message: 'Service Unavailable' },
  unavailable: { code: 'service_unavailable', message: 'Service Unavailable' },
  internal: { code: 'server_error', message: 'Internal Server Error' },
} as const satisfies Record<Fault, ApiError>;

/**
 * The answer to a request that no operation has judged. One that was turned away unseen has nothing remaining either.
 */
export function answerFault(fault: Fault, requestId: string): ApiResponse {
  const answer = failure(FAULTS[fault], FAULT_ERRORS[fault], requestId);
  return fault === 'rate_limited' ? { ...answer, headers: { 'x-ratelimit-remaining': '0' } } : answer;
}

/** The answer to each refusal. No operation of this surface meets those without a sentence of the vendor's. */
const REFUSALS = {
  event_not_allowed: [400, 'client_error', 'The call does not allow this'],
  call_unknown: [404, 'not_found', 'Not Found'],
  agent_unknown: [404, 'admin_not_found', 'Admin Not Found'],
  agent_may_not_call: [403, 'action_forbidden', 'The admin may not make calls'],
  agent_not_available: [409, 'conflict', 'The admin is not available'],
  contact_unknown: [404, 'not_found', 'Contact Not Found'],
  contact_blocked: [403, 'action_forbidden', 'The contact is blocked'],
  contact_without_number: [400, 'parameter_invalid', 'The contact has no phone number'],
  language_unknown: [400, 'parameter_invalid', 'The language is not known'],
  language_not_available: [400, 'parameter_invalid', 'The language is not available'],
  menu_unknown: [404, 'not_found', 'Menu Not Found'],
  menu_kind_not_permitted: [400, 'parameter_invalid', 'The menu is of another kind'],
  menu_redirected: [409, 'conflict', 'The menu takes no calls'],
  menu_after_hours: [409, 'conflict', 'The menu is closed'],
  parent_unknown: [404, 'not_found', 'Not Found'],
  parent_without_menu: [400, 'parameter_invalid', 'The call to call back has no menu'],
  time_past: [400, 'parameter_invalid', 'The time must lie ahead'],
  number_unknown: [404, 'not_found', 'Phone Number Not Found'],
  emergency_number: [422, 'unprocessable_entity', 'Emergency numbers cannot be called'],
  number_not_called: [422, 'unprocessable_entity', 'This number cannot be called'],
  dial_limit: [429, 'rate_limit_exceeded', 'Limit of outbound calls reached'],
  external_call_taken: [409, 'conflict', 'This call is already registered'],
  external_call_unknown: [404, 'not_found', 'Not Found'],
  report_taken: [409, 'conflict', 'This call is already reported'],
  report_ended: [409, 'conflict', 'This call has ended'],
  recording_unknown: [404, 'not_found', 'Recording Not Found'],
  transcript_unknown: [404, 'not_found', 'Not Found'],
  text_message_failed: [400, 'client_error', 'SMS was not sent due to an unknown error'],
  text_to_landline: [422, 'client_error', 'SMS cannot reach a landline'],
  attributes_full: [400, 'client_error', 'Invalid custom attributes'],
  history_full: [422, 'client_error', 'The call has too many changes'],
  notes_full: [422, 'client_error', 'The call has too many notes'],
  disposition_unknown: [400, 'parameter_invalid', 'The disposition is unknown'],
  note_required: [400, 'parameter_invalid', 'A note is required'],
  tag_required: [400, 'parameter_invalid', 'A tag is required'],
  disposition_required: [400, 'parameter_invalid', 'A disposition is required'],
  tag_unknown: [400, 'parameter_invalid', 'The tag is unknown'],
  not_wrapping_up: [409, 'conflict', 'The admin wraps up no call'],
  draining: [503, 'service_unavailable', 'Service Unavailable'],
} as const satisfies Record<RefusalCode, readonly [number, string, string]>;

/** The answer to a refusal. */
export function answerRefusal(refusal: Refusal, requestId: string): ApiResponse {
  const [status, code, message] = REFUSALS[refusal.code];
  return failure(status, { code, message }, requestId);
}

/**
 * What `phone_call_redirects` says in its own form. Source: the vendor's OpenAPI for 400, its documentation of version
 * 2.5 for 422.
 */
const REDIRECT_REFUSALS: { readonly [C in RefusalCode]?: readonly [number, RedirectError] } = {
  text_message_failed: [400, { error_key: 'sms_failed', message: 'SMS was not sent due to an unknown error' }],
  text_to_landline: [422, { error_key: 'landline_phone' }],
  attributes_full: [400, { error_key: 'invalid_custom_attributes', message: 'Invalid custom attributes' }],
};

/** The answer to a refused redirect. */
export function answerRedirectRefusal(refusal: Refusal, requestId: string): ApiResponse {
  const own = REDIRECT_REFUSALS[refusal.code];
  return own === undefined ? answerRefusal(refusal, requestId) : redirectFailure(...own);
}
