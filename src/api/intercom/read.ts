/** Reads this vendor's requests. Presence and form are judged here; what exists is the engine's to say. */
import { MAX_ATTRIBUTES_BYTES, MAX_ATTRIBUTES } from '#domain/directory/contact.ts';
import { exactOf } from '#http/exact-body.ts';
import type { IncomingHttpHeaders } from 'node:http';
import type { ExternalSource } from '#domain/call/external-call.ts';
import { EXTERNAL_SOURCES } from '#domain/call/external-call.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import { isE164, readPhoneNumber } from '#domain/directory/phone-number.ts';
import { fieldsOf, isBlank, readId } from '../kit.ts';
import { VERSIONS } from './status.ts';

/** One entry of an error list. */
export type ApiError = { readonly code: string; readonly message: string; readonly field?: string };

/** The request, or what is wrong with it. */
export type Read<T, Wrong = ApiError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly wrong: Wrong };

const no = <Wrong>(wrong: Wrong) => ({ ok: false, wrong }) as const;
const yes = <T>(value: T) => ({ ok: true, value }) as const;
const missing = (field: string) => no({ code: 'parameter_not_found', message: `${field} is required`, field });
const invalid = (field: string, why: string) => no({ code: 'parameter_invalid', message: `${field} ${why}`, field });

/** The version that the client was written for: null when it says none, undefined when there is no such version. */
export function readVersion(headers: IncomingHttpHeaders): string | null | undefined {
  const asked = headers['intercom-version'];
  return asked === undefined ? null : VERSIONS.find((version) => version === asked);
}

/** Which page of the calls is asked for. */
export type Page = { readonly page: number; readonly perPage: number };

/** The default and the most. Source: seed 001, "Defaults to 25. Max 25." */
const PAGE_SIZE = 25;

/** Reads `page` and `per_page`. A larger page than there is counts as the largest. */
export function readPage(query: Readonly<Record<string, string>>): Read<Page> {
  const page = positive(query['page'], 1);
  if (page === null) return invalid('page', 'must be a whole number of 1 or more');
  const perPage = positive(query['per_page'], PAGE_SIZE);
  if (perPage === null) return invalid('per_page', 'must be a whole number of 1 or more');
  return yes({ page, perPage: Math.min(perPage, PAGE_SIZE) });
}

function positive(text: string | undefined, absent: number): number | null {
  if (text === undefined) return absent;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return number > 0 ? number : null;
}

/** The most conversations of one search. Source: seed 001, "Maximum 20". */
const MAX_CONVERSATIONS = 20;

/** Reads the conversations to search. Ids that cannot be ours are left out: they belong to no call. */
export function readConversationIds(body: unknown): Read<readonly number[]> {
  const ids = fieldsOf(body)['conversation_ids'];
  const isList = Array.isArray(ids) && ids.length >= 1 && ids.length <= MAX_CONVERSATIONS;
  if (!isList || !ids.every((id) => typeof id === 'string'))
    return no({
      code: 'conversation_id_limit_exceeded',
      message: `A list of up to ${MAX_CONVERSATIONS} conversation IDs is required`,
    });
  return yes(ids.map((id) => readId(id)).filter((id) => id !== null));
}

/** A call that another telephony system announces. */
export type Registration = {
  readonly phoneNumber: E164;
  readonly externalId: string;
  readonly source: ExternalSource;
  readonly data: Readonly<Record<string, unknown>> | null;
};

/** So long may another system's id be. Ours; the vendor tells no limit. */
const MAX_ID = 255;
/** So many bytes of JSON another system may tell of a call. Ours; as much as a contact's attributes. */
const MAX_DATA = MAX_ATTRIBUTES_BYTES;

/** Reads an announcement: first what is missing, then what is wrong. */
export function readRegistration(body: unknown): Read<Registration> {
  const { phone_number: phoneNumber, call_id: externalId, source: sourceAsked, data = null } = fieldsOf(body);
  if (isBlank(phoneNumber)) return missing('phone_number');
  if (isBlank(externalId)) return missing('call_id');
  // The shape alone decides, not number plans: the seeds' own `+1234567890` is in no plan.
  if (typeof phoneNumber !== 'string' || !isE164(phoneNumber))
    return invalid('phone_number', 'must be in E.164 format');
  if (typeof externalId !== 'string' || externalId.length > MAX_ID)
    return invalid('call_id', `must be a string of at most ${MAX_ID} characters`);
  const source = EXTERNAL_SOURCES.find((each) => each === (sourceAsked ?? 'aws_connect'));
  if (source === undefined) return invalid('source', `must be one of ${EXTERNAL_SOURCES.join(', ')}`);
  if (data !== null && !isObject(data)) return invalid('data', 'must be an object or null');
  if (Buffer.byteLength(JSON.stringify(exactOf(data))) > MAX_DATA)
    return invalid('data', `must have at most ${MAX_DATA} bytes of JSON`);
  return yes({ phoneNumber, externalId, source, data: exactOf(data) });
}

/** A caller who is to continue in the Messenger. */
export type Redirection = { readonly phone: E164; readonly attributes: Readonly<Record<string, unknown>> };

/** An error of `phone_call_redirects`, which has a form of its own. */
export type RedirectError = { readonly error_key: string; readonly message?: string };

/**
 * Bounds of what is kept of a contact. The longest name is the vendor's; the others are ours, because the vendor states
 * none.
 */
export const MAX_NAME = 190;
const MAX_DEPTH_OF_ATTRIBUTES = 8;

/**
 * Reads a redirect. Spaces and hyphens in the number are allowed, as the vendor's own example has them. Official
 * clients have two names of their own: `phone_number` (intercom-ruby's README) and `customAttributes` (intercom-client
 * 4 and 5); the documented names go before them. The vendor has no sentence for attributes that are no object, or too
 * many: `invalid_custom_attributes` is ours.
 */
export function readRedirection(body: unknown): Read<Redirection, RedirectError> {
  const fields = fieldsOf(body);
  const asked = fields['phone'] ?? fields['phone_number'];
  const attributes = fields['custom_attributes'] ?? fields['customAttributes'] ?? null;
  const phone = typeof asked === 'string' ? readPhoneNumber(asked) : null;
  if (phone === null) return no({ error_key: 'invalid_phone_number', message: 'Invalid phone number' });
  if (attributes === null) return yes({ phone, attributes: {} });
  if (!isObject(attributes) || !isKeepable(attributes))
    return no({ error_key: 'invalid_custom_attributes', message: 'Invalid custom attributes' });
  return yes({ phone, attributes: exactOf(attributes) });
}

/** Whether attributes of a contact stay within the bounds. */
export function isKeepable(attributes: Readonly<Record<string, unknown>>): boolean {
  return (
    Object.keys(attributes).every((name) => name !== '' && name.length <= MAX_NAME) &&
    depthOf(attributes) <= MAX_DEPTH_OF_ATTRIBUTES &&
    Object.keys(attributes).length <= MAX_ATTRIBUTES &&
    Buffer.byteLength(JSON.stringify(exactOf(attributes))) <= MAX_ATTRIBUTES_BYTES
  );
}

/** How deeply lists and objects nest; the server has bounded it, so the recursion is too. */
function depthOf(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  return 1 + Object.values(value).reduce((deepest: number, inner) => Math.max(deepest, depthOf(inner)), 0);
}

/** Whether it is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
