/** Messages of SIP as values. Source: RFC 3261 section 7. */
import type { NameAddr } from '../address/name-addr.ts';
import type { Uri } from '../address/uri.ts';
import type { KnownHeader } from './header-names.ts';
import type { Via } from './via.ts';

/**
 * One value of a header field; lists are taken apart. The name as the RFC spells it, an unknown one as it was written.
 */
export type Header = { readonly name: string; readonly value: string };

/** The number of a request within its dialog, below 2^31, and its method. Source: RFC 3261 section 8.1.1.5. */
export type CSeq = { readonly number: number; readonly method: string };

/** What every message has, read. */
type Common = {
  /** In their order, unknown ones too. */
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** The topmost Via. */
  readonly via: Via;
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly callId: string;
  readonly cseq: CSeq;
};

/** A request. Methods are compared with case (RFC 3261 section 7.1). */
export type SipRequest = Common & { readonly kind: 'request'; readonly method: string; readonly uri: Uri };

/** A response: 100 to 699, and a phrase for people. */
export type SipResponse = Common & { readonly kind: 'response'; readonly status: number; readonly reason: string };

/** Either. */
export type SipMessage = SipRequest | SipResponse;

/** What has header fields: a message, or what is left of one that was refused. */
export type HasHeaders = { readonly headers: readonly Header[] };

/** The first value of a field; null where it is absent. */
export function headerOf({ headers }: HasHeaders, name: KnownHeader): string | null {
  for (const header of headers) if (header.name === name) return header.value;
  return null;
}

/** All values of a field, in their order; an empty field counts as none. */
export function headersOf({ headers }: HasHeaders, name: KnownHeader): string[] {
  const values: string[] = [];
  for (const header of headers) if (header.name === name && header.value !== '') values.push(header.value);
  return values;
}

/** Whether the field stands there, be it empty. */
export function hasHeader(message: HasHeaders, name: KnownHeader): boolean {
  return headerOf(message, name) !== null;
}

/** The values of a field that the table does not know, by its name in whatever case. */
export function unknownHeadersOf({ headers }: HasHeaders, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.flatMap((header) => (header.name.toLowerCase() === wanted ? [header.value] : []));
}

/** Whether an option tag stands in a list such as Supported, in whatever case: tokens have none (section 7.3.1). */
export function lists(message: HasHeaders, name: KnownHeader, tag: string): boolean {
  const wanted = tag.toLowerCase();
  return headersOf(message, name).some((value) => value.toLowerCase() === wanted);
}
