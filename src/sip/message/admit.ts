/**
 * Whether a request that was read is one for us: what a user agent server inspects before it does anything. Source: RFC
 * 3261 section 8.2.
 */
import { isSipUri } from '../address/uri.ts';
import { readContentType } from './body.ts';
import type { Answer } from './respond.ts';
import { plainAnswer } from './respond.ts';
import type { Header, SipRequest, SipResponse } from './message.ts';
import { hasHeader, headerOf, headersOf } from './message.ts';

/** What this user agent can do. Names as they are written on the wire. */
export type Capabilities = {
  readonly methods: readonly string[];
  /** Option tags (section 19.2), in lower case. */
  readonly extensions: readonly string[];
  /** Types of bodies, in lower case. */
  readonly bodies: readonly string[];
  /** URI schemes that a Request-URI may have. */
  readonly schemes: readonly string[];
};

/**
 * What a request is refused with before it is looked at closer; null where it is admitted. In the order of section 8.2:
 * method, Request-URI, Require, content. ACK is never answered, and CANCEL is not asked for extensions (section
 * 8.2.2.3).
 */
export function refusalOf(request: SipRequest, can: Capabilities, toTag: string): Answer | null {
  if (request.method === 'ACK') return null;
  for (const check of CHECKS) {
    const refused = check(request, can);
    if (refused !== null) return plainAnswer(refused.status, toTag, refused.headers);
  }
  return null;
}

/**
 * Whether a response belongs to us. "If more than one Via header field value is present in a response, the UAC SHOULD
 * discard the message" (section 8.1.3.3): bcast of RFC 4475.
 */
export function isOurs(response: SipResponse): boolean {
  return headersOf(response, 'Via').length === 1;
}

type Refused = { readonly status: number; readonly headers: readonly Header[] };

const CHECKS: readonly ((request: SipRequest, can: Capabilities) => Refused | null)[] = [
  checkMethod,
  checkScheme,
  checkExtensions,
  checkContent,
  checkAccept,
];

/** A method that is not supported is answered 405, with Allow (section 8.2.1). */
function checkMethod({ method }: SipRequest, { methods }: Capabilities): Refused | null {
  return methods.includes(method) ? null : { status: 405, headers: each('Allow', methods) };
}

/**
 * "If the Request-URI uses a scheme not supported by the UAS, it SHOULD reject the request with a 416" (section
 * 8.2.2.1).
 */
function checkScheme({ method, uri, to }: SipRequest, { schemes }: Capabilities): Refused | null {
  if (!schemes.includes(uri.scheme)) return { status: 416, headers: [] };
  // What is registered is an address of SIP (section 10.3): unksm2 of RFC 4475.
  return method === 'REGISTER' && !isSipUri(to.uri) ? { status: 400, headers: [] } : null;
}

/** Section 8.2.2.3: 420 names in Unsupported all that is required and not supported. */
function checkExtensions(request: SipRequest, { extensions }: Capabilities): Refused | null {
  if (request.method === 'CANCEL') return null;
  const missing = headersOf(request, 'Require').filter((tag) => !extensions.includes(tag.toLowerCase()));
  return missing.length === 0 ? null : { status: 420, headers: each('Unsupported', missing) };
}

/** Section 8.2.3: 415 says in Accept which types there are. A body that is optional is ignored instead. */
function checkContent(request: SipRequest, { bodies }: Capabilities): Refused | null {
  if (request.body.length === 0 || isOptional(request)) return null;
  const type = readContentType(headerOf(request, 'Content-Type') ?? '')?.type ?? '';
  const isPlain = headersOf(request, 'Content-Encoding').every((encoding) => encoding.toLowerCase() === 'identity');
  if (!isPlain) return { status: 415, headers: each('Accept-Encoding', ['identity']) };
  const isKnown = bodies.includes(type) || type.startsWith('multipart/');
  return isKnown ? null : { status: 415, headers: each('Accept', bodies) };
}

function isOptional(request: SipRequest): boolean {
  const disposition = headerOf(request, 'Content-Disposition');
  return disposition !== null && disposition.toLowerCase().includes('handling=optional');
}

/** An INVITE whose answer may not be SDP can have no answer at all: sdp01 of RFC 4475, section 3.3.15. */
function checkAccept(request: SipRequest): Refused | null {
  if (request.method !== 'INVITE' || !hasHeader(request, 'Accept')) return null;
  const ranges = headersOf(request, 'Accept').map((range) => readContentType(range)?.type ?? '');
  const takesSdp = ranges.some((range) => ['*/*', 'application/*', 'application/sdp'].includes(range));
  return takesSdp ? null : { status: 406, headers: [] };
}

/** One field that lists all of them. */
function each(name: string, values: readonly string[]): Header[] {
  return [{ name, value: values.join(', ') }];
}
