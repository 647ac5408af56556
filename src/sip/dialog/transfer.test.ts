/** REFER, NOTIFY, Replaces, keys in INFO, and who calls: what is written -> what is read, as tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aRequest, aResponse } from '../../../test/support/sip.ts';
import { readUri, writeUri } from '../address/uri.ts';
import type { SipRequest } from '../message/message.ts';
import { dialogOfRequest, dialogOfResponse } from './dialog.ts';
import { assertedOf, callerOf, diversionsOf, numberOf, privacyOf, reasonsOf } from './identity.ts';
import { keyOfInfo, statusOfInfo } from './info.ts';
import type { TransferEvent, TransferState } from './refer.ts';
import {
  eventsOfNotify,
  readRefer,
  readSipfrag,
  referIdOf,
  TRANSFER_STATES,
  transferNotice,
  transferStep,
} from './refer.ts';
import { names, readReplaces, replacingRefusal, writeReplaces } from './replaces.ts';

/** Refer-To, and other fields -> whom it refers to, or the status that refuses it. */
const REFERS = {
  'a number': [
    { 'Refer-To': '<sip:+15551234567@carrier.example.com;user=phone>' },
    'sip:+15551234567@carrier.example.com;user=phone',
  ],
  'a tel URI': [{ r: '<tel:+1-555-123-4567>' }, 'tel:+1-555-123-4567'],
  'fields in the URI are not passed on': [{ 'Refer-To': '<sip:a@b?Subject=x&Route=%3Csip:evil%3E>' }, 'sip:a@b'],
  'an attended transfer': [
    { 'Refer-To': '<sip:a@b?Replaces=12345%40192.0.2.1%3Bto-tag%3D12345%3Bfrom-tag%3D5FFE-3994>' },
    'sip:a@b replaces 12345@192.0.2.1 12345 5FFE-3994',
  ],
  'no NOTIFYs': [{ 'Refer-To': '<sip:a@b>', 'Refer-Sub': 'FALSE' }, 'sip:a@b unnotified'],
  'a method that is no call': [{ 'Refer-To': '<sip:a@b;method=BYE>' }, 603],
  'an INVITE by name': [{ 'Refer-To': '<sip:a@b;method=INVITE>' }, 'sip:a@b;method=INVITE'],
  'a page': [{ 'Refer-To': '<https://example.com/>' }, 603],
  'a Replaces without tags': [{ 'Refer-To': '<sip:a@b?Replaces=12345>' }, 400],
  nothing: [{}, 400],
  'what is no address': [{ 'Refer-To': 'a' }, 400],
} as const;

for (const [name, [fields, expected]] of Object.entries(REFERS))
  test(`REFER to ${name}: ${expected}`, () => {
    const read = readRefer(aRequest('REFER', fields));
    if (!read.ok) return assert.equal(read.status, expected);
    const { target, replaces, wantsNotify } = read.refer;
    const more = replaces === null ? '' : ` replaces ${replaces.callId} ${replaces.toTag} ${replaces.fromTag}`;
    assert.equal(`${writeUri(target)}${more}${wantsNotify ? '' : ' unnotified'}`, expected);
  });

/** A NOTIFY of what `transferNotice` says of a status. */
function notify(status: number, fields: Record<string, string> = {}): SipRequest {
  const { headers, body } = transferNotice(status);
  const given = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  return aRequest('NOTIFY', { ...given, ...fields }, Buffer.from(body).toString());
}

test('a NOTIFY says how the transfer goes, and the last one ends it', () => {
  const told = [100, 180, 200, 202, 486, 603].map((status) => eventsOfNotify(notify(status)).join(' '));
  assert.deepEqual(told, [
    'said_provisional',
    'said_provisional',
    'said_success ended',
    'said_success ended',
    'said_failure ended',
    'said_failure ended',
  ]);
  assert.deepEqual(eventsOfNotify(aRequest('NOTIFY', { 'Subscription-State': 'Terminated;reason=timeout' })), [
    'ended',
  ]);
  assert.deepEqual(eventsOfNotify(aRequest('NOTIFY', { 'Subscription-State': 'active' }, 'garbage')), []);
  assert.deepEqual(
    [readSipfrag(Buffer.from('SIP/2.0 200 OK')), readSipfrag(Buffer.from('INVITE sip:a@b SIP/2.0'))],
    [200, null],
  );
});

test('the event of a NOTIFY, and the id of its subscription', () => {
  assert.deepEqual(referIdOf(notify(100)), { id: null });
  assert.deepEqual(referIdOf(notify(100, { Event: 'refer;id=93809823' })), { id: '93809823' });
  assert.equal(referIdOf(notify(100, { Event: 'presence' })), null);
});

const EVENTS: readonly TransferEvent[] = [
  'agreed',
  'refused',
  'said_provisional',
  'said_success',
  'said_failure',
  'ended',
  'silent',
];

/** state -> where each event leads, '=' where it changes nothing. */
const TRANSFERS: Readonly<Record<TransferState, readonly string[]>> = {
  asked: ['accepted', 'failed', 'trying', 'succeeded', 'failed', 'unknown', 'failed'],
  accepted: ['=', '=', 'trying', 'succeeded', 'failed', 'unknown', 'unknown'],
  trying: ['=', '=', '=', 'succeeded', 'failed', 'unknown', 'unknown'],
  succeeded: ['=', '=', '=', '=', '=', '=', '='],
  failed: ['=', '=', '=', '=', '=', '=', '='],
  unknown: ['=', '=', '=', '=', '=', '=', '='],
};

for (const state of TRANSFER_STATES)
  test(`a transfer that is ${state}: ${EVENTS.map((event, at) => `${event} ${TRANSFERS[state][at]}`).join(', ')}`, () => {
    const led = EVENTS.map((event) => {
      const next = transferStep(state, event);
      return next === state ? '=' : next;
    });
    assert.deepEqual(led, TRANSFERS[state]);
  });

test('Replaces is read and written, and names a dialog by our tag and theirs', () => {
  const dialog = dialogOfRequest(aRequest('INVITE'), 'ours', 'confirmed') ?? assert.fail();
  const replaces = readReplaces('a84b4c76e66710@192.0.2.1;from-tag=1928301774;to-tag=ours;early-only') ?? assert.fail();
  assert.equal(names(replaces, dialog), true);
  assert.equal(names({ ...replaces, toTag: 'theirs' }, dialog), false);
  assert.deepEqual(readReplaces(writeReplaces(replaces)), replaces);
  const old =
    dialogOfRequest(aRequest('INVITE', { From: '<sip:old@example.com>' }), 'ours', 'confirmed') ?? assert.fail();
  assert.equal(names({ ...replaces, fromTag: '0' }, old), true);
  assert.deepEqual(['', 'x', 'x;to-tag=1', ';to-tag=1;from-tag=2'].map(readReplaces), [null, null, null, null]);
});

/**
 * The dialog that Replaces names, and whether it says early-only -> the status, or that it is replaced. RFC 3891
 * section 3.
 */
const uas = dialogOfRequest(aRequest('INVITE'), 'ours', 'confirmed');
const uac = dialogOfResponse(aRequest('INVITE'), aResponse(180));
const REPLACINGS = [
  ['none', null, false, 481],
  ['one that is over', uas && { ...uas, state: 'terminated' as const }, false, 603],
  ['one in progress', uas, false, 'replaced'],
  ['one in progress, early only', uas, true, 486],
  ['an early one of ours', uac, false, 'replaced'],
  ['an early one of ours, early only', uac, true, 'replaced'],
  ['an early one of theirs', uas && { ...uas, state: 'early' as const }, false, 481],
] as const;

for (const [name, dialog, isEarlyOnly, expected] of REPLACINGS)
  test(`an INVITE that replaces ${name}: ${expected}`, () => {
    const replaces = { callId: 'x', toTag: 'a', fromTag: 'b', isEarlyOnly };
    assert.equal(replacingRefusal(replaces, dialog) ?? 'replaced', expected);
  });

/** The type and body of an INFO -> its key and milliseconds. */
const INFOS = [
  ['application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n', '5 160'],
  ['application/dtmf-relay', 'Signal= *\nDuration= 250', '* 250'],
  ['application/dtmf-relay', 'duration=x\r\nsignal=d', 'D null'],
  ['application/dtmf-relay', 'Signal=11', '# null'],
  ['application/dtmf-relay', 'Signal=15', 'D null'],
  ['application/dtmf-relay', 'Signal=05', 'none'],
  ['application/dtmf-relay', 'Signal=16', 'none'],
  ['application/dtmf-relay', 'Signal=', 'none'],
  ['application/dtmf-relay', `Signal=5\r\n${'x'.repeat(300)}`, 'none'],
  ['application/dtmf', '9', '9 null'],
  ['application/dtmf', '#\r\n', '# null'],
  ['application/dtmf', 'flash', 'none'],
  ['application/media_control+xml', '<media_control/>', 'none'],
] as const;

for (const [type, body, expected] of INFOS)
  test(`INFO ${type} ${JSON.stringify(body.slice(0, 24))} is ${expected}`, () => {
    const found = keyOfInfo(aRequest('INFO', { 'Content-Type': type }, body));
    assert.equal(found === null ? 'none' : `${found.key} ${found.durationMs}`, expected);
  });

test('an INFO of a package is 469, and any other is 200', () => {
  assert.deepEqual(
    [statusOfInfo(aRequest('INFO', { 'Info-Package': 'foo' })), statusOfInfo(aRequest('INFO'))],
    [469, 200],
  );
});

const PAI = { 'P-Asserted-Identity': '"Alice" <sip:+15551234567@carrier.example.com>, <tel:+15551234567>' };
const ANONYMOUS = { From: '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1' };

/** What a request says, and whether we trust who sent it -> the number, where it came from, whether it is withheld. */
const CALLERS = [
  ['From alone', { From: '<sip:+15550000000@a>;tag=1' }, true, '+15550000000 from false'],
  ['an asserted identity from whom we trust', PAI, true, '+15551234567 asserted false'],
  ['an asserted identity from a stranger', PAI, false, 'null from false'],
  ['Privacy', { ...PAI, Privacy: 'header;ID' }, true, '+15551234567 asserted true'],
  ['Privacy that asks for none', { ...PAI, Privacy: 'none' }, true, '+15551234567 asserted false'],
  ['an anonymous From', ANONYMOUS, true, 'null from true'],
  ['an anonymous From, and an asserted identity', { ...ANONYMOUS, ...PAI }, true, '+15551234567 asserted true'],
  ['an asserted identity that cannot be read', { 'P-Asserted-Identity': '"Dave <sip:a@b>' }, true, 'null from false'],
] as const;

for (const [name, fields, isTrusted, expected] of CALLERS)
  test(`the caller by ${name}: ${expected}`, () => {
    const { address, source, isWithheld } = callerOf(aRequest('INVITE', fields), isTrusted);
    assert.equal(`${numberOf(address.uri)} ${source} ${isWithheld}`, expected);
  });

/** A URI -> its number. */
const NUMBERS = {
  'sip:+15551234567@host;user=phone': '+15551234567',
  'sip:15551234567@host': '15551234567',
  'sip:%2B15551234567@host': '+15551234567',
  'sip:+1-555-123-4567;npdi@host': '+15551234567',
  'tel:+1(555)123.4567': '+15551234567',
  'sip:alice@host': null,
  'sip:+@host': null,
  'sip:1234a@host': null,
  'sip:host': null,
  'urn:service:sos': null,
} as const;

for (const [uri, expected] of Object.entries(NUMBERS))
  test(`the number of ${uri} is ${expected}`, () => assert.equal(numberOf(readUri(uri) ?? assert.fail()), expected));

test('both asserted identities, the words of Privacy, the diversions and the reasons are read; what cannot be is left out', () => {
  const request = aRequest('INVITE', {
    ...PAI,
    Privacy: 'id; critical',
    Diversion: '<sip:+15550000001@a>;reason=user-busy;counter=2, <tel:+15550000002>, nonsense',
    Reason: 'Q.850;cause=16;text="Terminated", SIP;cause=200;text="Call completed elsewhere", ;;',
  });
  assert.equal(assertedOf(request).length, 2);
  assert.deepEqual(privacyOf(request), ['id', 'critical']);
  assert.deepEqual(
    diversionsOf(request).map(({ address, reason, count }) => [numberOf(address.uri), reason, count]),
    [
      ['+15550000001', 'user-busy', 2],
      ['+15550000002', 'unknown', 1],
    ],
  );
  assert.deepEqual(reasonsOf(request), [
    { protocol: 'Q.850', cause: 16, text: 'Terminated' },
    { protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' },
  ]);
});
