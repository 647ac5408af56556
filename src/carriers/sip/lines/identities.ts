/** Who calls whom over a trunk, as the trunk wants it said. */
import type { E164, Region } from '#domain/directory/phone-number.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import { numberForTrunk, numberFromTrunk } from '#domain/directory/trunk-number.ts';
import type { RtpTerms } from '#media/media-server.ts';
import { writeNameAddr } from '#sip/address/name-addr.ts';
import type { SipUri } from '#sip/address/uri.ts';
import { sipUri } from '#sip/address/uri.ts';
import { callerOf, numberOf } from '#sip/dialog/identity.ts';
import type { Header, SipRequest } from '#sip/message/message.ts';

/** Where the calls of a trunk go, with a number as it wants it. */
export function addressAt(trunk: Trunk, number: E164, home: Region | null): SipUri {
  return sipUri(numberForTrunk(trunk, number, home), trunk.host, trunk.port);
}

/** The user part of those who withhold theirs (RFC 3323 section 4.1.1.3). */
const ANONYMOUS = 'anonymous';

/**
 * The fields that say who calls: From, and beside it what the trunk wants. Without a number of ours the account calls;
 * where there is none either, no one does, which Privacy says as well. Sources: RFC 3325, RFC 3323, RFC 5806.
 */
export function callerFields(trunk: Trunk, own: E164 | null, home: Region | null, tag: string): readonly Header[] {
  const account = trunk.fromUser ?? trunk.username;
  const number = own === null ? null : numberForTrunk({ ...trunk, numberPrefix: '' }, own, home);
  const isAlone = trunk.callerHeader === 'from' || number === null || account === null;
  const user = isAlone ? (number ?? account) : account;
  const uri = user === null ? sipUri(ANONYMOUS, 'anonymous.invalid') : sipUri(user, trunk.host);
  const from = { displayName: null, uri, parameters: [{ name: 'tag', value: tag }] };
  return [
    { name: 'From', value: writeNameAddr(from) },
    ...(user === null ? [{ name: 'Privacy', value: 'id' }] : []),
    ...(number === null ? [] : beside(trunk, number)),
  ];
}

function beside({ callerHeader, host }: Trunk, number: string): readonly Header[] {
  const address = writeNameAddr({ displayName: null, uri: sipUri(number, host), parameters: [] });
  if (callerHeader === 'pai') return [{ name: 'P-Asserted-Identity', value: address }];
  return callerHeader === 'diversion' ? [{ name: 'Diversion', value: `${address};reason=unconditional` }] : [];
}

/**
 * The number that a trunk says is calling: the asserted one, else From. Null for who withholds theirs, and for an
 * address that is no number.
 */
export function callerNumber(request: SipRequest, home: Region | null): E164 | null {
  const { address, isWithheld } = callerOf(request, true);
  const number = isWithheld ? null : numberOf(address.uri);
  return number === null ? null : numberFromTrunk(number, home);
}

/**
 * The numbers that may have been called, the likeliest first: a trunk that registers sends its calls to the account,
 * and the number called stands in To alone.
 */
export function calledNumbers(request: SipRequest, home: Region | null): readonly E164[] {
  const numbers = [request.uri, request.to.uri].map((uri) => {
    const number = numberOf(uri);
    return number === null ? null : numberFromTrunk(number, home);
  });
  return [...new Set(numbers.filter((number) => number !== null))];
}

/** What may be agreed on with the trunk, whether sound is encrypted, and whose packets count. */
export function termsOf({ codecs, rtpSource, srtp }: Trunk): RtpTerms {
  return { source: rtpSource, srtp, codecs };
}
