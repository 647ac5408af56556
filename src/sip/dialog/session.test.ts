/**
 * What continues inside a call, as tables: offer and answer, glare, CANCEL, reliable provisional responses, repeating,
 * session timers.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aRequest, aResponse } from '../../../test/support/sip.ts';
import type { CancelEvent } from './cancel.ts';
import { CANCEL_ANSWERS, CANCEL_STATES, cancelStep, QUIET_AFTER } from './cancel.ts';
import type { Carrier, OfferEvent } from './offer-answer.ts';
import {
  glareWaitMs,
  INVITE_WHILE,
  meaningOf,
  nextOffer,
  OFFER_REFUSALS,
  OFFER_STATES,
  retryAfterSeconds,
} from './offer-answer.ts';
import type { ReliableSender } from './reliable.ts';
import {
  acknowledge,
  firstRSeq,
  holdsSuccess,
  rackOf,
  readRAck,
  receiveReliable,
  reliabilityOf,
  sendReliable,
} from './reliable.ts';
import type { Repeating } from './repeating.ts';
import { repeatProvisional, repeatStep, repeatSuccess } from './repeating.ts';
import type { SessionExpires, SessionPolicy } from './session-timer.ts';
import {
  agreedBy,
  fieldsAfter422,
  negotiate,
  readSessionExpires,
  sessionDue,
  startSession,
  timerField,
} from './session-timer.ts';

const OFFER_EVENTS: readonly OfferEvent[] = ['we_offer', 'they_offer', 'we_answer', 'they_answer', 'withdrawn'];

/** state -> where each event leads, '-' where it is refused. */
const OFFER_CELLS = {
  none: ['ours', 'theirs', '-', '-', '-'],
  ours: ['-', '-', '-', 'none', 'none'],
  theirs: ['-', '-', 'none', '-', 'none'],
} as const;

for (const state of OFFER_STATES)
  test(`offers, ${state} open: ${OFFER_EVENTS.map((event, at) => `${event} ${OFFER_CELLS[state][at]}`).join(', ')}`, () =>
    assert.deepEqual(
      OFFER_EVENTS.map((event) => nextOffer(state, event) ?? '-'),
      OFFER_CELLS[state],
    ));

/**
 * What carries a description -> its meaning with no offer open (INVITE without one, with one), ours open, theirs open.
 * RFC 6337.
 */
const MEANING_CELLS: Readonly<Record<Carrier, readonly [string, string, string, string]>> = {
  invite: ['offer', 'offer', 'glare', 'busy'],
  provisional: ['ignored', 'ignored', 'preview', 'ignored'],
  reliable_provisional: ['offer', 'ignored', 'answer', 'ignored'],
  success: ['offer', 'ignored', 'answer', 'ignored'],
  ack: ['ignored', 'ignored', 'answer', 'ignored'],
  prack: ['offer', 'offer', 'answer', 'busy'],
  prack_success: ['ignored', 'ignored', 'answer', 'ignored'],
  update: ['offer', 'offer', 'glare', 'busy'],
  update_success: ['ignored', 'ignored', 'answer', 'ignored'],
};

const CARRIERS = [
  'invite',
  'provisional',
  'reliable_provisional',
  'success',
  'ack',
  'prack',
  'prack_success',
  'update',
  'update_success',
] as const;

for (const carrier of CARRIERS)
  test(`a description in ${carrier}: ${MEANING_CELLS[carrier].join(', ')}`, () =>
    assert.deepEqual(
      [
        meaningOf(carrier, 'none', false),
        meaningOf(carrier, 'none', true),
        meaningOf(carrier, 'ours', true),
        meaningOf(carrier, 'theirs', true),
      ],
      MEANING_CELLS[carrier],
    ));

test('glare is 491; an offer while theirs is open is 500 with Retry-After of 0 to 10 s; so is an INVITE while one is open', () => {
  assert.deepEqual(OFFER_REFUSALS, {
    glare: { status: 491, hasRetryAfter: false },
    busy: { status: 500, hasRetryAfter: true },
  });
  assert.deepEqual([0, 0.5, 0.999].map(retryAfterSeconds), [0, 5, 10]);
  assert.deepEqual(INVITE_WHILE, { none: null, ours: 'glare', theirs: 'busy' });
});

test('after a 491 the owner of the Call-ID waits 2.1 to 4 s and the other 0 to 2 s, in steps of 10 ms', () => {
  assert.deepEqual(
    [0, 0.5, 0.9999].map((random) => glareWaitMs(true, random)),
    [2100, 3050, 4000],
  );
  assert.deepEqual(
    [0, 0.5, 0.9999].map((random) => glareWaitMs(false, random)),
    [0, 1000, 2000],
  );
});

const CANCEL_EVENTS: readonly CancelEvent[] = ['ask', 'provisional', 'success', 'failure', 'quiet'];

/** state -> where each event leads and what is done, '=' where it changes nothing. */
const CANCEL_CELLS = {
  sent: ['wanted', 'ringing', 'over', 'over', '='],
  ringing: ['cancelled send_cancel', '=', 'over', 'over', '='],
  wanted: ['=', 'cancelled send_cancel', 'over ack_and_bye', 'over end', '='],
  cancelled: ['=', '=', 'over ack_and_bye', 'over end', 'over end'],
  over: ['=', '=', '=', '=', '='],
} as const;

for (const state of CANCEL_STATES)
  test(`CANCEL, ${state}: ${CANCEL_EVENTS.map((event, at) => `${event} ${CANCEL_CELLS[state][at]}`).join(', ')}`, () => {
    const led = CANCEL_EVENTS.map((event) => {
      const cell = cancelStep(state, event);
      return cell.to === state && cell.do.length === 0 ? '=' : [cell.to, ...cell.do].join(' ');
    });
    assert.deepEqual(led, CANCEL_CELLS[state]);
  });

test('a CANCEL of theirs is answered 200 and its INVITE 487, nothing once that was answered, and 481 where there is none', () => {
  const answers = Object.values(CANCEL_ANSWERS).map(({ cancel, invite }) => [cancel, invite]);
  assert.deepEqual(answers, [
    [481, null],
    [200, 487],
    [200, null],
  ]);
  assert.equal(QUIET_AFTER, 32_000);
});

test('100rel is required, possible or not known', () => {
  const of = (fields: Record<string, string>) => reliabilityOf(aRequest('INVITE', fields));
  assert.deepEqual(
    [of({ Require: '100rel' }), of({ Supported: 'timer, 100rel' }), of({ Supported: 'timer' })],
    ['required', 'possible', 'none'],
  );
});

const invite = aRequest('INVITE');
const prack = (rack: string) => aRequest('PRACK', rack === '' ? {} : { RAck: rack });

test('a reliable response waits for its PRACK before the next, and holds the 2xx where it had a description', () => {
  const first = sendReliable(null, 7, true, 0);
  assert.ok(first);
  assert.equal(sendReliable(first, 7, false, 100), null);
  assert.equal(holdsSuccess(first), true);
  const done = acknowledge(first, invite, prack('7 314159 INVITE'));
  assert.ok(done.ok);
  assert.equal(holdsSuccess(done.sender), false);
  const second = sendReliable(done.sender, 7, false, 200);
  assert.deepEqual([second?.rseq, holdsSuccess(second)], [8, false]);
});

/** RAck -> what the PRACK is answered while RSeq 7 waits. */
const PRACKS = {
  '7 314159 INVITE': 'taken',
  '6 314159 INVITE': 481,
  '7 314158 INVITE': 481,
  '7 314159 UPDATE': 481,
  '7 314159': 400,
  '7 314159 INVITE x': 400,
  'x 314159 INVITE': 400,
  '4294967296 314159 INVITE': 400,
  '': 400,
} as const;

for (const [rack, expected] of Object.entries(PRACKS))
  test(`a PRACK with RAck "${rack}" is ${expected}`, () => {
    const sender: ReliableSender = {
      rseq: 7,
      waiting: { rseq: 7, hasDescription: true, repeating: repeatProvisional(0) },
    };
    const done = acknowledge(sender, invite, prack(rack));
    assert.equal(done.ok ? 'taken' : done.status, expected);
  });

test('a PRACK that comes again, or for nothing, is 481', () => {
  assert.deepEqual(acknowledge({ rseq: 7, waiting: null }, invite, prack('7 314159 INVITE')), {
    ok: false,
    status: 481,
  });
  assert.deepEqual(acknowledge(null, invite, prack('7 314159 INVITE')), { ok: false, status: 481 });
});

test('reliable responses are taken in order: repeated ones and those past a gap are neither acknowledged nor processed', () => {
  const response = (rseq: string) => aResponse(183, { Require: '100rel', RSeq: rseq });
  const taken = (last: number | null, rseq: string) => receiveReliable(last, response(rseq));
  assert.deepEqual(
    [taken(null, '99'), taken(99, '100'), taken(99, '99'), taken(99, '101'), taken(null, 'x')],
    [99, 100, null, null, null],
  );
  assert.equal(receiveReliable(null, aResponse(183, { RSeq: '1' })), null);
  assert.equal(rackOf(response('99')), '99 314159 INVITE');
  assert.deepEqual(readRAck('99  314159\tINVITE'), { rseq: 99, number: 314159, method: 'INVITE' });
  assert.deepEqual([firstRSeq(0), firstRSeq(0.999999999999)], [1, 2 ** 31 - 1]);
});

/** When something is sent again, until it is given up. */
function repeats(repeating: Repeating): number[] {
  const times: number[] = [];
  let next = repeating;
  for (let now = 0; now <= 40_000; now += 100) {
    const step = repeatStep(next, now);
    if (step.due === 'give_up') return [...times, -now];
    if (step.due === 'send') times.push(now);
    ({ next } = step);
  }
  return times;
}

test('a 2xx is repeated up to 4 s apart and given up after 32 s; a reliable response doubles without a cap', () => {
  const success = [500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500, -32_000];
  assert.deepEqual(repeats(repeatSuccess(0)), success);
  assert.deepEqual(repeats(repeatProvisional(0)), [500, 1500, 3500, 7500, 15_500, 31_500, -32_000]);
});

const policy: SessionPolicy = { interval: 1800, least: 120, prefers: 'us' };
const KNOWS = { Supported: 'timer' };

/** What an INVITE asks -> what the 2xx, or the 422, says. RFC 4028 section 9 and its table 2. */
const NEGOTIATIONS = {
  'knows no timers and asks for none': [{}, '1800;refresher=uas'],
  'knows no timers, a proxy asks': [{ 'Session-Expires': '900' }, '900;refresher=uas'],
  'knows no timers, and a refresher is named': [{ 'Session-Expires': '900;refresher=uac' }, '900;refresher=uas'],
  'knows no timers, and the interval is small': [{ 'Session-Expires': '100' }, '100;refresher=uas'],
  'knows timers and asks for none': [KNOWS, '1800;refresher=uas timer'],
  'knows timers and leaves the choice': [{ ...KNOWS, 'Session-Expires': '900' }, '900;refresher=uas timer'],
  'names itself': [{ ...KNOWS, 'Session-Expires': '900;refresher=uac' }, '900;refresher=uac timer'],
  'names us': [{ ...KNOWS, 'Session-Expires': '900;Refresher=UAS' }, '900;refresher=uas timer'],
  'asks for more than we want': [{ ...KNOWS, 'Session-Expires': '7200' }, '1800;refresher=uas timer'],
  'asks for more, and no less than its minimum': [
    { ...KNOWS, 'Session-Expires': '7200', 'Min-SE': '3600' },
    '3600;refresher=uas timer',
  ],
  'asks for too little': [{ ...KNOWS, 'Session-Expires': '119' }, '422 Min-SE 120'],
  'asks for just enough': [{ ...KNOWS, x: '120' }, '120;refresher=uas timer'],
  'requires timers': [{ Require: 'timer', 'Session-Expires': '300;refresher=uac' }, '300;refresher=uac timer'],
  'asks for nonsense': [{ ...KNOWS, 'Session-Expires': 'soon' }, '1800;refresher=uas timer'],
} as const;

for (const [name, [fields, expected]] of Object.entries(NEGOTIATIONS))
  test(`session timer: the caller ${name} -> ${expected}`, () => {
    const done = negotiate(aRequest('INVITE', fields), policy);
    const said = done.headers
      .map(({ name: field, value }) => (field === 'Min-SE' ? `422 Min-SE ${value}` : value))
      .join(' ');
    assert.equal(said, expected);
    assert.equal(done.outcome, said.startsWith('422') ? 'too_small' : 'agreed');
  });

test('who prefers that the other refreshes says so where it may choose, and only there', () => {
  const refresher = (fields: Record<string, string>) => {
    const done = negotiate(aRequest('INVITE', fields), { ...policy, prefers: 'them' });
    return done.outcome === 'agreed' ? done.expires.refresher : null;
  };
  assert.deepEqual(
    [refresher(KNOWS), refresher({}), refresher({ ...KNOWS, 'Session-Expires': '900;refresher=uas' })],
    ['uac', 'uas', 'uas'],
  );
});

test('Session-Expires is read with its refresher, and without', () => {
  assert.deepEqual(readSessionExpires(' 1800 ; refresher=uac'), { interval: 1800, refresher: 'uac' });
  assert.deepEqual(readSessionExpires('90;refresher=me'), { interval: 90, refresher: null });
  assert.deepEqual(
    [readSessionExpires(''), readSessionExpires('-1'), readSessionExpires('4294967296')],
    [null, null, null],
  );
});

test('a 2xx agrees; without Session-Expires there is no timer, and without a refresher we are it', () => {
  assert.equal(agreedBy(aResponse(200)), null);
  assert.deepEqual(agreedBy(aResponse(200, { 'Session-Expires': '600' })), { interval: 600, refresher: 'uac' });
  assert.deepEqual(agreedBy(aResponse(200, { x: '600;refresher=uas' })), { interval: 600, refresher: 'uas' });
});

test('a 422 is tried again with its Min-SE, and not where it asks for no more than was sent', () => {
  const after = (asked: string, fields: Readonly<Record<string, string>>) =>
    fieldsAfter422(aRequest('INVITE', { 'Session-Expires': asked }), aResponse(422, fields))?.map(
      ({ name, value }) => `${name}: ${value}`,
    );
  assert.deepEqual(after('120', { 'Min-SE': '300' }), ['Session-Expires: 300', 'Min-SE: 300']);
  assert.equal(after('120;refresher=uac', { 'Min-SE': '300' })?.[0], 'Session-Expires: 300;refresher=uac');
  assert.deepEqual([after('120', { 'Min-SE': '120' }), after('120', {})], [undefined, undefined]);
});

/** Who refreshes by the 2xx, and whose request it was -> who that is. */
const ROLES: readonly (readonly [SessionExpires['refresher'], boolean, 'us' | 'them'])[] = [
  ['uac', true, 'us'],
  ['uas', true, 'them'],
  ['uac', false, 'them'],
  ['uas', false, 'us'],
];

for (const [refresher, sentRequest, expected] of ROLES)
  test(`refresher=${refresher} on ${sentRequest ? 'our' : 'their'} request is ${expected}, and stays so in our next`, () => {
    const timer = startSession({ interval: 600, refresher }, sentRequest, 0);
    assert.equal(timer.refresher, expected);
    assert.equal(timerField(policy, timer).value, `600;refresher=${expected === 'us' ? 'uac' : 'uas'}`);
  });

test('the refresher refreshes once, at half the interval; either end hangs up 32 s, or a third, before its end', () => {
  const ours = startSession({ interval: 1800, refresher: 'uac' }, true, 0);
  const at = (now: number) => sessionDue(ours, now).due;
  assert.deepEqual([at(899_999), at(900_000), at(1_767_999), at(1_768_000)], ['nothing', 'refresh', 'refresh', 'bye']);
  const refreshing = sessionDue(ours, 900_000).timer;
  assert.deepEqual([sessionDue(refreshing, 900_001).due, sessionDue(refreshing, 1_768_000).due], ['nothing', 'bye']);
  const theirs = startSession({ interval: 90, refresher: 'uas' }, true, 0);
  assert.deepEqual([sessionDue(theirs, 59_999).due, sessionDue(theirs, 60_000).due], ['nothing', 'bye']);
});
