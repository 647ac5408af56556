/** Dialogs: how they begin on both sides, the table of their life, sequence numbers, routes, targets and forks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aRequest, aResponse, readSip } from '../../../test/support/sip.ts';
import { writeUri } from '../address/uri.ts';
import { headerOf, headersOf } from '../message/message.ts';
import type { SipRequest } from '../message/message.ts';
import { readVia } from '../message/via.ts';
import { bodyOf, NO_BODY, writeMessage } from '../message/write-message.ts';
import type { Dialog, DialogEvent } from './dialog.ts';
import {
  confirmedBy,
  DIALOG_STATES,
  dialogKey,
  dialogKeyOfRequest,
  dialogKeyOfResponse,
  dialogOfRequest,
  dialogOfResponse,
  endsDialog,
  moved,
  receiveWithin,
  refreshedBy,
} from './dialog.ts';
import { forkedBy, MAX_FORKS, NO_FORKS } from './forks.ts';
import type { Within } from './request-within.ts';
import { ackWithin, nextHopOf, requestWithin } from './request-within.ts';

const RECORD_ROUTE = '<sip:p1.example.com;lr>, <sip:p2.example.com;lr;x=1>';
const invite = aRequest('INVITE', { 'Record-Route': RECORD_ROUTE });
const accepted = aResponse(200, { 'Record-Route': RECORD_ROUTE });

function found<T>(value: T | null | undefined): T {
  return value ?? assert.fail();
}

const uas = found(dialogOfRequest(invite, 'ours', 'confirmed'));
const uac = found(dialogOfResponse(aRequest('INVITE'), accepted));

function within(method: string, contact = '<sip:us@192.0.2.1>'): Within {
  const via = found(readVia('SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKnew'));
  return { method, via, headers: [{ name: 'Contact', value: contact }], body: NO_BODY };
}

/** The request as it is read at the other end. */
function arrived(request: Parameters<typeof writeMessage>[0]): SipRequest {
  const message = readSip(writeMessage(request));
  return message.kind === 'request' ? message : assert.fail();
}

test('a server’s dialog has the request’s routes in order, its Contact as target, and no number of its own yet', () => {
  assert.deepEqual(uas.routeSet, ['<sip:p1.example.com;lr>', '<sip:p2.example.com;lr;x=1>']);
  assert.equal(writeUri(uas.remoteTarget), 'sip:alice@192.0.2.1');
  assert.deepEqual(
    [uas.localTag, uas.remoteTag, uas.localSequence, uas.remoteSequence],
    ['ours', '1928301774', null, 314159],
  );
  assert.equal(uas.local, 'Bob <sip:bob@biloxi.example.com>;tag=ours');
  assert.equal(dialogOfRequest(aRequest('INVITE', { Contact: '' }), 'ours', 'early'), null);
  assert.equal(
    dialogOfRequest(aRequest('INVITE', { From: '<sip:old@example.com>' }), 'ours', 'early')?.remoteTag,
    null,
  );
});

test('a client’s dialog has the routes reversed, and the number of its INVITE', () => {
  assert.deepEqual(uac.routeSet, ['<sip:p2.example.com;lr;x=1>', '<sip:p1.example.com;lr>']);
  assert.equal(writeUri(uac.remoteTarget), 'sip:bob@192.0.2.4');
  assert.deepEqual(
    [uac.localTag, uac.remoteTag, uac.localSequence, uac.remoteSequence],
    ['1928301774', 'a6c85cf', 314159, null],
  );
});

/** A response -> the state of the dialog that it begins. */
const BEGINNINGS = [
  [aResponse(100), 'none'],
  [aResponse(180), 'early'],
  [aResponse(183, { To: '<sip:bob@biloxi.example.com>' }), 'none'],
  [aResponse(199), 'early'],
  [aResponse(200), 'confirmed'],
  [aResponse(200, { Contact: '' }), 'none'],
  [aResponse(486), 'none'],
] as const;

for (const [response, expected] of BEGINNINGS)
  test(`a ${response.status} begins a dialog that is ${expected}`, () =>
    assert.equal(dialogOfResponse(aRequest('INVITE'), response)?.state ?? 'none', expected));

/** The life of a dialog, cell by cell: state -> where each event leads, '=' where it changes nothing. */
const EVENTS: readonly DialogEvent[] = ['provisional', 'success', 'failure', 'bye', 'lost'];
const LIFE = {
  early: ['=', 'confirmed', 'terminated', 'terminated', 'terminated'],
  confirmed: ['=', '=', '=', 'terminated', 'terminated'],
  terminated: ['=', '=', '=', '=', '='],
} as const;

for (const state of DIALOG_STATES)
  test(`a dialog that is ${state}: ${EVENTS.map((event, at) => `${event} ${LIFE[state][at]}`).join(', ')}`, () => {
    const led = EVENTS.map((event) => {
      const next = moved({ ...uac, state }, event).state;
      return next === state ? '=' : next;
    });
    assert.deepEqual(led, LIFE[state]);
  });

test('481, 408 and no answer at all end a dialog; other refusals of a request within it do not', () => {
  assert.deepEqual([481, 408, 486, 491, 500, 503, 200].map(endsDialog), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('both ends name the same dialog, each from its side', () => {
  const bye = requestWithin(uac, within('BYE')).request;
  const server = found(dialogOfRequest(aRequest('INVITE'), 'a6c85cf', 'confirmed'));
  assert.equal(dialogKeyOfRequest(arrived(bye)), dialogKey(server));
  assert.equal(dialogKeyOfResponse(accepted), dialogKey(uac));
  assert.equal(dialogKeyOfRequest(aRequest('INVITE')), null);
});

test('our requests count up from the INVITE, or from one; the ACK has the INVITE’s number', () => {
  const first = requestWithin(uac, within('INFO'));
  const second = requestWithin(first.dialog, within('BYE'));
  assert.deepEqual(
    [first, second].map(({ request }) => headerOf(request, 'CSeq')),
    ['314160 INFO', '314161 BYE'],
  );
  assert.equal(headerOf(requestWithin(uas, within('BYE')).request, 'CSeq'), '1 BYE');
  assert.equal(headerOf(ackWithin(uac, 314159, within('ACK')), 'CSeq'), '314159 ACK');
});

test('a request within a dialog goes along its loose routes to its target', () => {
  const request = arrived(requestWithin(uac, within('BYE')).request);
  assert.equal(writeUri(request.uri), 'sip:bob@192.0.2.4');
  assert.deepEqual(headersOf(request, 'Route'), uac.routeSet);
  assert.equal(writeUri(nextHopOf(uac)), 'sip:p2.example.com;lr;x=1');
  assert.equal(writeUri(nextHopOf({ ...uac, routeSet: [] })), 'sip:bob@192.0.2.4');
  assert.deepEqual([headerOf(request, 'To'), headerOf(request, 'From')], [uac.remote, uac.local]);
});

test('a strict router stands in the Request-URI, without what may not stand there, and the target is the last Route', () => {
  const routeSet = ['<sip:old.example.com;method=INVITE;x=1?Subject=a>', '<sip:p1.example.com;lr>'];
  const request = arrived(requestWithin({ ...uac, routeSet }, within('BYE')).request);
  assert.equal(writeUri(request.uri), 'sip:old.example.com;x=1');
  assert.deepEqual(headersOf(request, 'Route'), ['<sip:p1.example.com;lr>', '<sip:bob@192.0.2.4>']);
});

/** A request within a server's dialog whose last number was 314159 -> what becomes of it. */
const WITHIN = [
  ['INFO', 314160, 'taken'],
  ['INFO', 999999, 'taken'],
  ['INFO', 314159, 'taken'],
  ['INFO', 314158, 500],
  ['ACK', 1, 'taken'],
  ['CANCEL', 1, 'taken'],
  ['BYE', 314160, 'terminated'],
] as const;

for (const [method, number, expected] of WITHIN)
  test(`a ${method} numbered ${number} after 314159 is ${expected}`, () => {
    const received = receiveWithin(uas, aRequest(method, { CSeq: `${number} ${method}` }));
    const state = received.ok ? received.dialog.state : received.status;
    assert.equal(state === 'confirmed' ? 'taken' : state, expected);
  });

test('a request within a dialog that is over is refused with 481, save an ACK', () => {
  const over: Dialog = { ...uas, state: 'terminated' };
  assert.deepEqual(receiveWithin(over, aRequest('INFO')), { ok: false, status: 481 });
  assert.equal(receiveWithin(over, aRequest('ACK')).ok, true);
});

test('INVITE and UPDATE move the remote target, both ways; INFO does not, and neither does a refusal', () => {
  const moving = (method: string): string => {
    const received = receiveWithin(
      uas,
      aRequest(method, { CSeq: `314160 ${method}`, Contact: '<sip:alice@new.example.com>' }),
    );
    return received.ok ? writeUri(received.dialog.remoteTarget) : 'refused';
  };
  assert.deepEqual(['INVITE', 'UPDATE', 'INFO'].map(moving), [
    'sip:alice@new.example.com',
    'sip:alice@new.example.com',
    'sip:alice@192.0.2.1',
  ]);
  const contact = { Contact: '<sip:bob@new.example.com>' };
  const target = (status: number) => writeUri(refreshedBy(uac, aResponse(status, contact)).remoteTarget);
  assert.deepEqual([200, 491].map(target), ['sip:bob@new.example.com', 'sip:bob@192.0.2.4']);
});

test('the 2xx decides the routes anew: a proxy may have left the way', () => {
  const early = found(dialogOfResponse(aRequest('INVITE'), aResponse(180, { 'Record-Route': RECORD_ROUTE })));
  const confirmed = confirmedBy(early, aResponse(200, { 'Record-Route': '<sip:p1.example.com;lr>' }));
  assert.deepEqual([confirmed.state, confirmed.routeSet], ['confirmed', ['<sip:p1.example.com;lr>']]);
});

test('a dialog is secure only over TLS with SIPS on both ends', () => {
  const over = (transport: string, scheme: string) =>
    dialogOfRequest(
      aRequest('INVITE', {
        uri: `${scheme}:bob@b`,
        Via: `SIP/2.0/${transport} a;branch=z9hG4bK1`,
        Contact: `<${scheme}:alice@a>`,
      }),
      'ours',
      'early',
    )?.isSecure;
  assert.deepEqual([over('TLS', 'sips'), over('TLS', 'sip'), over('UDP', 'sips')], [true, false, false]);
});

/** Responses that one INVITE gets, as "status tag" -> what is done with each. */
const FORKS = {
  'one device rings and answers': [
    '100 -: ring',
    '180 a: ring',
    '183 a: ring',
    '200 a: answered',
    '200 a: again',
    '180 a: none',
  ],
  'two ring, one answers, the other is refused by its proxy': ['180 a: ring', '180 b: ring', '200 b: answered'],
  'two answer: the first is the call, the other is hung up': [
    '180 a: ring',
    '200 b: answered',
    '200 a: hang_up',
    '200 a: again',
    '200 b: again',
  ],
  'all refuse': ['180 a: ring', '486 -: over'],
} as const;

for (const [name, steps] of Object.entries(FORKS))
  test(`forks: ${name}`, () => {
    let forks = NO_FORKS;
    for (const line of steps) {
      const [head = '', outcome] = line.split(': ');
      const [status, tag] = head.split(' ');
      const to = `<sip:bob@biloxi.example.com>${tag === '-' ? '' : `;tag=${tag}`}`;
      const taken = forkedBy(forks, aRequest('INVITE'), aResponse(Number(status), { To: to }));
      assert.equal(taken.outcome, outcome, line);
      forks = taken.forks;
    }
    if (name === 'all refuse')
      assert.deepEqual(
        forks.dialogs.map(({ state }) => state),
        ['terminated'],
      );
  });

test('forks that only ring have a limit; a 2xx of one that was not followed is still acknowledged and hung up', () => {
  let forks = NO_FORKS;
  const ring = (at: number, status: number) =>
    forkedBy(forks, aRequest('INVITE'), aResponse(status, { To: `<sip:bob@biloxi.example.com>;tag=${at}` }));
  for (let at = 0; at < MAX_FORKS + 4; at += 1) ({ forks } = ring(at, 180));
  assert.equal(forks.dialogs.length, MAX_FORKS);
  ({ forks } = ring(0, 200));
  assert.equal(ring(MAX_FORKS + 1, 200).outcome, 'hang_up');
});

test('a body and our own fields go with a request within a dialog', () => {
  const sent = requestWithin(uac, { ...within('INFO'), body: bodyOf('Signal=5\r\n') }).request;
  const request = arrived({
    ...sent,
    headers: [...sent.headers, { name: 'Content-Type', value: 'application/dtmf-relay' }],
  });
  assert.equal(Buffer.from(request.body).toString(), 'Signal=5\r\n');
  assert.equal(headerOf(request, 'Contact'), '<sip:us@192.0.2.1>');
});
