/**
 * Header fields as one table: how the RFCs spell them, their compact form, and how often they may stand.
 *
 * `list`: values separated by commas, in one field or several, mean the same (RFC 3261 section 7.3.1). `one`: the
 * grammar allows it once. `plain`: kept as it stands; fields that are not in the table are read so. Compact forms: RFC
 * 3261 section 7.3.3 and the registry of IANA.
 */
const FIELDS = {
  Accept: { kind: 'list', compact: null },
  'Accept-Contact': { kind: 'list', compact: 'a' },
  'Accept-Encoding': { kind: 'list', compact: null },
  'Accept-Language': { kind: 'list', compact: null },
  Allow: { kind: 'list', compact: null },
  'Allow-Events': { kind: 'list', compact: 'u' },
  Authorization: { kind: 'plain', compact: null },
  'Authentication-Info': { kind: 'plain', compact: null },
  'Call-ID': { kind: 'one', compact: 'i' },
  CSeq: { kind: 'one', compact: null },
  Contact: { kind: 'list', compact: 'm' },
  'Content-Disposition': { kind: 'one', compact: null },
  'Content-Encoding': { kind: 'list', compact: 'e' },
  'Content-Length': { kind: 'one', compact: 'l' },
  'Content-Type': { kind: 'one', compact: 'c' },
  Date: { kind: 'plain', compact: null },
  Diversion: { kind: 'list', compact: null },
  Event: { kind: 'one', compact: 'o' },
  Expires: { kind: 'one', compact: null },
  From: { kind: 'one', compact: 'f' },
  'History-Info': { kind: 'list', compact: null },
  Identity: { kind: 'plain', compact: 'y' },
  'Info-Package': { kind: 'one', compact: null },
  'Max-Forwards': { kind: 'one', compact: null },
  'Min-Expires': { kind: 'one', compact: null },
  'Min-SE': { kind: 'one', compact: null },
  'P-Asserted-Identity': { kind: 'list', compact: null },
  'P-Preferred-Identity': { kind: 'list', compact: null },
  Path: { kind: 'list', compact: null },
  Privacy: { kind: 'plain', compact: null },
  'Proxy-Authenticate': { kind: 'plain', compact: null },
  'Proxy-Authorization': { kind: 'plain', compact: null },
  'Proxy-Require': { kind: 'list', compact: null },
  RAck: { kind: 'one', compact: null },
  RSeq: { kind: 'one', compact: null },
  Reason: { kind: 'list', compact: null },
  'Record-Route': { kind: 'list', compact: null },
  'Refer-Sub': { kind: 'one', compact: null },
  'Refer-To': { kind: 'one', compact: 'r' },
  'Referred-By': { kind: 'one', compact: 'b' },
  'Reject-Contact': { kind: 'list', compact: 'j' },
  Replaces: { kind: 'one', compact: null },
  'Request-Disposition': { kind: 'list', compact: 'd' },
  Require: { kind: 'list', compact: null },
  'Retry-After': { kind: 'one', compact: null },
  Route: { kind: 'list', compact: null },
  Server: { kind: 'plain', compact: null },
  'Service-Route': { kind: 'list', compact: null },
  'Session-Expires': { kind: 'one', compact: 'x' },
  Subject: { kind: 'plain', compact: 's' },
  'Subscription-State': { kind: 'one', compact: null },
  Supported: { kind: 'list', compact: 'k' },
  Timestamp: { kind: 'plain', compact: null },
  To: { kind: 'one', compact: 't' },
  Unsupported: { kind: 'list', compact: null },
  'User-Agent': { kind: 'plain', compact: null },
  Via: { kind: 'list', compact: 'v' },
  Warning: { kind: 'list', compact: null },
  'WWW-Authenticate': { kind: 'plain', compact: null },
} as const satisfies Record<string, { readonly kind: FieldKind; readonly compact: string | null }>;

/** How often a field may stand, and whether commas take it apart. */
export type FieldKind = 'list' | 'one' | 'plain';

/** A header field of the table. */
export type KnownHeader = keyof typeof FIELDS;

/** A field's name as the RFC spells it, or as it was written where the table does not have it. */
export type FieldName = { readonly name: string; readonly kind: FieldKind };

const BY_NAME = new Map<string, FieldName>();
for (const [name, { kind, compact }] of Object.entries(FIELDS)) {
  for (const spelling of [name, name.toLowerCase(), compact, compact?.toUpperCase()])
    if (spelling !== null && spelling !== undefined) BY_NAME.set(spelling, { name, kind });
}

/** What the table says of a field, in whatever case or form it was written; null where it does not have it. */
export function fieldOf(written: string): FieldName | null {
  return BY_NAME.get(written) ?? BY_NAME.get(written.toLowerCase()) ?? null;
}
