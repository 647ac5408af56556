/** Every "no" of this surface, letter for letter as seed 004 prints it. Errors are `{"message": …}`. */
import type { Refusal, RefusalCode } from '#domain/call/refusal.ts';
import type { Fault } from '#http/fault.ts';
import { FAULTS } from '#http/fault.ts';
import type { ApiResponse } from '#http/surface.ts';

/** An error answer. */
export function failure(status: number, message: string): ApiResponse {
  return { status, body: { message } };
}

const FAULT_SENTENCES = {
  unauthorized: 'Not Authorized',
  workspace_unknown: 'Resource not found',
  forbidden: 'Forbidden',
  not_found: 'Not Found',
  gone: 'Gone',
  method_not_allowed: 'Method Not Allowed',
  not_acceptable: 'Not Acceptable',
  malformed_body: 'Request body is not valid JSON',
  malformed_request: 'Bad Request',
  unsupported_media_type: 'Content-Type must be application/json',
  unsupported_encoding: 'Content-Encoding is not supported',
  body_too_deep: 'Request body is nested too deeply',
  value_refused:
    'Request body holds a value that cannot be stored: a NUL character, half a surrogate pair, or a number out of range',
  body_too_large: 'Request body is too large',
  precondition_failed: 'Precondition Failed',
  range_not_satisfiable: 'Range Not Satisfiable',
  head_too_large: 'Request header fields are too large',
  request_timeout: 'Request Timeout',
  expectation_failed: 'Expectation Failed',
  rate_limited: 'Rate limit exceeded',
  key_reused: 'Idempotency-Key was used for another request',
  key_running: 'A request with this Idempotency-Key is still running',
  malformed_key: 'Idempotency-Key is not well formed',
  draining: 'Service Unavailable',
  unavailable: 'Service Unavailable',
  internal: 'Internal Server Error',
} as const satisfies Record<Fault, string>;

/** The answer to a request that no operation has judged. */
export function answerFault(fault: Fault): ApiResponse {
  return failure(FAULTS[fault], FAULT_SENTENCES[fault]);
}

/** The sentence for each refusal, where it does not depend on the refusal's data. */
const SENTENCES = {
  event_not_allowed: [400, 'Call is already ended'],
  call_unknown: [404, 'Not Found'],
  agent_unknown: [400, 'Not a valid agent email'],
  agent_may_not_call: [400, 'Agent does not have access to make calls'],
  agent_not_available: [400, 'Agent is not available to take this call'],
  contact_unknown: [400, 'Contact not found'],
  contact_without_number: [400, 'Contact not found'],
  contact_blocked: [400, 'Contact is blocked'],
  language_unknown: [400, "Language '%' is not found"],
  language_not_available: [400, "Language '%' is not available"],
  menu_unknown: [400, 'menu_id % is not found'],
  menu_kind_not_permitted: [400, 'Only % menu IDs are permitted'],
  menu_redirected: [400, "Menu is in 'manual redirection' state, can't accept calls"],
  menu_after_hours: [400, "Menu is in 'after hours' state, can't accept incoming calls"],
  parent_unknown: [400, 'call_id % is not found'],
  parent_without_menu: [400, 'menu_id is required'],
  time_past: [400, 'scheduled_at must be a future time'],
  number_unknown: [400, 'outbound_number is not found'],
  emergency_number: [400, 'Emergency numbers cannot be called'],
  number_not_called: [400, 'Number cannot be called: its country or its kind is not allowed'],
  dial_limit: [429, 'Limit of outbound calls reached'],
  external_call_taken: [409, 'Conflict'],
  external_call_unknown: [404, 'Not Found'],
  report_taken: [409, 'Conflict'],
  report_ended: [409, 'Conflict'],
  recording_unknown: [404, 'Not Found'],
  transcript_unknown: [404, 'Not Found'],
  text_message_failed: [400, 'SMS was not sent'],
  text_to_landline: [422, 'SMS cannot reach a landline'],
  attributes_full: [400, 'Too many attributes'],
  history_full: [422, 'Call has too many changes'],
  notes_full: [422, 'Call has too many notes'],
  disposition_unknown: [400, 'disposition is not found'],
  note_required: [400, 'note is required'],
  tag_required: [400, 'tag is required'],
  disposition_required: [400, 'disposition is required'],
  tag_unknown: [400, 'tag is not found'],
  not_wrapping_up: [400, 'Agent is not in wrap-up'],
  draining: [503, 'Service Unavailable'],
} as const satisfies Record<RefusalCode, readonly [number, string]>;

/** Which kinds of menus the two operations permit, as their sentences say it. */
export type PermittedMenus = 'IVR and mobile' | 'mobile and web';

/** The answer to a refusal. */
export function answerRefusal(refusal: Refusal, permitted: PermittedMenus = 'IVR and mobile'): ApiResponse {
  const [status, sentence] = SENTENCES[refusal.code];
  const detail =
    'language' in refusal
      ? refusal.language
      : refusal.code === 'menu_kind_not_permitted'
        ? permitted
        : 'id' in refusal
          ? refusal.id
          : '';
  return failure(
    status,
    sentence.replace('%', () => String(detail)),
  );
}
