/**
 * The transaction machines: every cell of their tables, what the timers do, which message belongs to which, and their
 * bounds.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aRequest, aResponse } from '../../../test/support/sip.ts';
import { headerOf, headersOf } from '../message/message.ts';
import type { SipRequest } from '../message/message.ts';
import { readDatagram } from '../message/read-message.ts';
import { plainAnswer, respond } from '../message/respond.ts';

import { createDueQueue } from './due-queue.ts';
import { begin, step } from './machine.ts';
import { mergeKeyOf, serverKeyOf } from './matching.ts';
import type { TransactionEvent, TransactionKind } from './tables.ts';
import { cellOf, TRANSACTION_STATES } from './tables.ts';
import type { TimerName } from './timers.ts';
import { durationOf, TIMERS } from './timers.ts';
import type { Effect, Transactions } from './transactions.ts';
import { createTransactions } from './transactions.ts';

const TIMER_NAMES = Object.keys(TIMERS).filter((name): name is TimerName => name in TIMERS);
const EVENTS: readonly TransactionEvent[] = [
  'provisional',
  'success',
  'failure',
  'request',
  'ack',
  'answer_provisional',
  'answer_success',
  'answer_failure',
  'transport_error',
  ...TIMER_NAMES.map((timer) => `timer_${timer}` as const),
];

/**
 * Figures 5 to 8 of RFC 3261 and 5 and 7 of RFC 6026, read off the figures. Whatever does not stand here is refused.
 */
const FIGURES: Readonly<Record<TransactionKind, string>> = {
  client_invite: `
    calling --timer_a--> calling: send start_a
    calling --timer_b--> terminated: tell_timeout
    calling --transport_error--> terminated: tell_transport_error
    calling --provisional--> proceeding: tell_response
    calling --success--> accepted: tell_response start_m
    calling --failure--> completed: send_ack tell_response start_d
    proceeding --provisional--> proceeding: tell_response
    proceeding --success--> accepted: tell_response start_m
    proceeding --failure--> completed: send_ack tell_response start_d
    completed --failure--> completed: send_ack
    completed --timer_d--> terminated:
    completed --transport_error--> terminated: tell_transport_error
    accepted --success--> accepted: tell_response
    accepted --timer_m--> terminated:`,
  client_other: `
    trying --timer_e--> trying: send start_e
    trying --timer_f--> terminated: tell_timeout
    trying --transport_error--> terminated: tell_transport_error
    trying --provisional--> proceeding: tell_response
    trying --success--> completed: tell_response start_k
    trying --failure--> completed: tell_response start_k
    proceeding --timer_e--> proceeding: send start_e_at_t2
    proceeding --timer_f--> terminated: tell_timeout
    proceeding --transport_error--> terminated: tell_transport_error
    proceeding --provisional--> proceeding: tell_response
    proceeding --success--> completed: tell_response start_k
    proceeding --failure--> completed: tell_response start_k
    completed --success--> completed:
    completed --failure--> completed:
    completed --timer_k--> terminated:`,
  server_invite: `
    proceeding --request--> proceeding: resend
    proceeding --timer_trying--> proceeding: send_trying
    proceeding --answer_provisional--> proceeding: stop_trying send
    proceeding --answer_success--> accepted: send start_l
    proceeding --answer_failure--> completed: send start_g start_h
    proceeding --transport_error--> proceeding: tell_transport_error
    completed --request--> completed: resend
    completed --ack--> confirmed: start_i
    completed --timer_g--> completed: resend start_g
    completed --timer_h--> terminated: tell_timeout
    completed --transport_error--> completed: tell_transport_error
    confirmed --request--> confirmed:
    confirmed --ack--> confirmed:
    confirmed --timer_i--> terminated:
    accepted --request--> accepted:
    accepted --ack--> accepted: tell_ack
    accepted --answer_success--> accepted: send
    accepted --timer_l--> terminated:
    accepted --transport_error--> accepted: tell_transport_error`,
  server_other: `
    trying --request--> trying:
    trying --answer_provisional--> proceeding: send
    trying --answer_success--> completed: send start_j
    trying --answer_failure--> completed: send start_j
    proceeding --request--> proceeding: resend
    proceeding --answer_provisional--> proceeding: send
    proceeding --answer_success--> completed: send start_j
    proceeding --answer_failure--> completed: send start_j
    proceeding --transport_error--> terminated: tell_transport_error
    completed --request--> completed: resend
    completed --timer_j--> terminated:
    completed --transport_error--> terminated: tell_transport_error`,
};

for (const kind of ['client_invite', 'client_other', 'server_invite', 'server_other'] as const) {
  const expected = new Map(
    FIGURES[kind]
      .trim()
      .split('\n')
      .map((line) => line.trim().split('--> ', 2))
      .map(([cell = '', outcome = '']) => [cell, outcome.trim()]),
  );
  for (const state of TRANSACTION_STATES)
    test(`${kind} in ${state}: every event leads where the figure says, and all others are refused`, () => {
      const outcomes = EVENTS.map((event) => {
        const cell = cellOf(kind, state, event);
        return [event, cell === null ? 'refused' : `${cell.to}: ${cell.do.join(' ')}`.trim()];
      });
      const drawn = EVENTS.map((event) => [event, expected.get(`${state} --${event}`) ?? 'refused']);
      assert.deepEqual(outcomes, drawn);
    });
}

/** RFC 3261 table 4: how long each runs the first, second and fifth time. */
const DURATIONS: Readonly<Record<TimerName, readonly [unreliable: readonly number[], reliable: number | null]>> = {
  a: [[500, 1000, 8000], null],
  b: [[32_000], 32_000],
  d: [[32_000], 0],
  e: [[500, 1000, 4000], null],
  f: [[32_000], 32_000],
  g: [[500, 1000, 4000], null],
  h: [[32_000], 32_000],
  i: [[5000], 0],
  j: [[32_000], 0],
  k: [[5000], 0],
  l: [[32_000], 32_000],
  m: [[32_000], 32_000],
  trying: [[200], 200],
};

for (const timer of TIMER_NAMES)
  test(`timer ${timer} runs as long as table 4 says`, () => {
    const [[first, second = first, fifth = first], reliable] = DURATIONS[timer];
    let before = 0;
    const runs = Array.from({ length: 5 }, () => (before = durationOf(timer, false, before) ?? 0));
    assert.deepEqual([runs[0], runs[1], runs[4]], [first, second, fifth]);
    assert.equal(durationOf(timer, true, 0), reliable);
  });

/** Runs the clock on; what happened, as "at: what", where sends of bytes are named by their first word. */
function run(of: Transactions<string>, until: number, from: readonly Effect<string>[] = [], start = 0): string[] {
  const told = from.map((effect) => say(effect, start));
  for (let at = of.firstDueAt(); at !== null && at <= until; at = of.firstDueAt())
    told.push(...of.tick(at).map((effect) => say(effect, at ?? 0)));
  return told;
}

function say(effect: Effect<string>, at: number): string {
  if (effect.type === 'send')
    return `${at}: send ${Buffer.from(effect.bytes)
      .toString()
      .split(' ', 2)
      .join(' ')
      .replace(/ sip:.*/, '')}`;
  if (effect.type === 'response') return `${at}: response ${effect.response.status}`;
  if (effect.type === 'request') return `${at}: request ${effect.request.method}${effect.isMerged ? ' merged' : ''}`;
  return `${at}: ${effect.type}`;
}

const invite = aRequest('INVITE');

test('an INVITE that no one answers is sent seven times in 31.5 s and given up after 32', () => {
  const of = createTransactions<string>();
  const told = run(of, 60_000, of.request(invite, 'flow', false, 0)?.effects);
  const sends = [0, 500, 1500, 3500, 7500, 15_500, 31_500].map((at) => `${at}: send INVITE`);
  assert.deepEqual(told, [...sends, '32000: timeout', '32000: terminated']);
  assert.deepEqual([of.size(), of.firstDueAt()], [0, null]);
});

test('over TCP it is sent once, and given up after 32 s all the same', () => {
  const of = createTransactions<string>();
  const told = run(of, 60_000, of.request(invite, 'flow', true, 0)?.effects);
  assert.deepEqual(told, ['0: send INVITE', '32000: timeout', '32000: terminated']);
});

test('what is no INVITE is sent eleven times, 4 s apart at most', () => {
  const of = createTransactions<string>();
  const told = run(of, 60_000, of.request(aRequest('OPTIONS'), 'flow', false, 0)?.effects);
  const sends = [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500].map(
    (at) => `${at}: send OPTIONS`,
  );
  assert.deepEqual(told, [...sends, '32000: timeout', '32000: terminated']);
});

test('once a provisional response came, what is no INVITE is sent every 4 s', () => {
  const of = createTransactions<string>();
  const options = aRequest('OPTIONS');
  run(of, 400, of.request(options, 'flow', false, 0)?.effects);
  of.receive(aResponse(100, { CSeq: '314159 OPTIONS' }), 'flow', false, 400);
  assert.deepEqual(run(of, 9000), ['500: send OPTIONS', '4500: send OPTIONS', '8500: send OPTIONS']);
});

test('a ringing INVITE has no timer: it waits for its user', () => {
  const of = createTransactions<string>();
  run(of, 100, of.request(invite, 'flow', false, 0)?.effects);
  of.receive(aResponse(180), 'flow', false, 100);
  assert.deepEqual(run(of, 10_000_000), []);
  assert.equal(of.size(), 1);
});

test('a refusal is acknowledged each time it comes, by the same ACK, and told once', () => {
  const of = createTransactions<string>();
  run(of, 100, of.request(invite, 'flow', false, 0)?.effects);
  const first = of.receive(aResponse(486), 'flow', false, 100);
  const again = of.receive(aResponse(486), 'flow', false, 600);
  assert.deepEqual(
    first.map((effect) => say(effect, 100)),
    ['100: send ACK', '100: response 486'],
  );
  assert.deepEqual(
    again.map((effect) => say(effect, 600)),
    ['600: send ACK'],
  );
  assert.deepEqual(run(of, 99_999), ['32100: terminated']);
  const reading = first[0]?.type === 'send' ? readDatagram(first[0].bytes) : assert.fail();
  const ack = reading.kind === 'message' ? reading.message : assert.fail();
  assert.deepEqual(ack.cseq, { number: invite.cseq.number, method: 'ACK' });
  assert.deepEqual(headersOf(ack, 'Via'), headersOf(invite, 'Via'));
  assert.equal(headerOf(ack, 'To'), headerOf(aResponse(486), 'To'));
  assert.equal(headerOf(ack, 'Contact'), null);
});

test('every 2xx goes to the user for 32 s: those of other forks, and repeated ones', () => {
  const of = createTransactions<string>();
  run(of, 100, of.request(invite, 'flow', false, 0)?.effects);
  const tags = ['a', 'b', 'a'].flatMap((tag) =>
    of.receive(aResponse(200, { To: `<sip:b@c>;tag=${tag}` }), 'flow', false, 200),
  );
  assert.deepEqual(
    tags.map((effect) => say(effect, 200)),
    Array(3).fill('200: response 200'),
  );
  assert.deepEqual(of.receive(aResponse(180), 'flow', false, 300), []);
  assert.deepEqual(run(of, 99_999), ['32200: terminated']);
  assert.deepEqual(of.receive(aResponse(200), 'flow', false, 33_000), []);
});

/** A server transaction that was answered so: its key and the transactions. */
function answered(
  method: string,
  status: number,
  isReliable: boolean,
  now = 100,
): { of: Transactions<string>; key: string } {
  const of = createTransactions<string>();
  const request = aRequest(method);
  of.receive(request, 'flow', isReliable, 0);
  const key = serverKeyOf(request);
  assert.ok(of.respond(key, respond(request, null, plainAnswer(status, 'tag')), now));
  return { of, key };
}

test('a server says 100 after 200 ms when its user is silent, and the user’s last word to every repeated INVITE', () => {
  const of = createTransactions<string>();
  const told = run(of, 200, of.receive(invite, 'flow', false, 0));
  assert.deepEqual(told, ['0: request INVITE', '200: send SIP/2.0 100']);
  of.respond(serverKeyOf(invite), respond(invite, null, plainAnswer(180, 'tag')), 300);
  assert.deepEqual(
    of.receive(invite, 'flow', false, 500).map((effect) => say(effect, 500)),
    ['500: send SIP/2.0 180'],
  );
});

test('a server that rings within 200 ms says no 100', () => {
  const { of } = answered('INVITE', 180, false);
  assert.deepEqual(run(of, 99_999), []);
});

test('a refusal is repeated until it is acknowledged, then ACKs are absorbed for 5 s', () => {
  const { of } = answered('INVITE', 486, false);
  assert.deepEqual(run(of, 4000), ['600: send SIP/2.0 486', '1600: send SIP/2.0 486', '3600: send SIP/2.0 486']);
  const ack = aRequest('ACK', { To: '<sip:b@c>;tag=tag' });
  assert.deepEqual(of.receive(ack, 'flow', false, 4000), []);
  assert.deepEqual(of.receive(invite, 'flow', false, 4100), []);
  assert.deepEqual(run(of, 99_999), ['9000: terminated']);
});

test('a refusal that is never acknowledged is given up after 32 s, over UDP and TCP', () => {
  const told = run(answered('INVITE', 486, false).of, 99_999);
  assert.equal(told.filter((line) => line.includes('send')).length, 10);
  assert.deepEqual(told.slice(-2), ['32100: timeout', '32100: terminated']);
  assert.deepEqual(run(answered('INVITE', 486, true).of, 99_999), ['32100: timeout', '32100: terminated']);
});

test('over TCP an acknowledged refusal, and an answer to anything else, end at once', () => {
  const { of } = answered('INVITE', 486, true);
  assert.deepEqual(
    of.receive(aRequest('ACK'), 'flow', true, 200).map(({ type }) => type),
    ['terminated'],
  );
  assert.equal(answered('OPTIONS', 200, true).of.size(), 0);
  assert.deepEqual(run(answered('OPTIONS', 200, false).of, 99_999), ['32100: terminated']);
});

test('after a 2xx INVITEs are absorbed, ACKs are passed on, and the user may send the 2xx again', () => {
  const { of, key } = answered('INVITE', 200, false);
  assert.deepEqual(of.receive(invite, 'flow', false, 200), []);
  assert.deepEqual(
    of.receive(aRequest('ACK'), 'flow', false, 300).map(({ type }) => type),
    ['ack'],
  );
  const again = of.respond(key, respond(invite, null, plainAnswer(200, 'tag')), 600) ?? [];
  assert.deepEqual(
    again.map(({ type }) => type),
    ['send'],
  );
  assert.equal(of.respond(key, respond(invite, null, plainAnswer(486, 'tag')), 700), null);
  assert.deepEqual(run(of, 99_999), ['32100: terminated']);
});

test('a second final answer, and an answer to what is over, are refused', () => {
  const { of, key } = answered('OPTIONS', 200, false);
  const response = respond(aRequest('OPTIONS'), null, plainAnswer(404, 'tag'));
  assert.equal(of.respond(key, response, 200), null);
  run(of, 99_999);
  assert.equal(of.respond(key, response, 99_999), null);
  assert.equal(of.find(key), null);
});

test('an ACK of a 2xx that was forgotten, and one from nowhere, go to the user and are never answered', () => {
  const of = createTransactions<string>();
  assert.deepEqual(
    of.receive(aRequest('ACK'), 'flow', false, 0).map((effect) => [effect.type, 'key' in effect && effect.key]),
    [['ack', null]],
  );
  assert.equal(of.size(), 0);
});

test('what did not leave is told, and ends a client’s transaction', () => {
  const of = createTransactions<string>();
  const sent = of.request(invite, 'flow', false, 0) ?? assert.fail();
  assert.deepEqual(
    of.failed(sent.key, 10).map(({ type }) => type),
    ['transport_error', 'terminated'],
  );
  assert.deepEqual(of.failed(sent.key, 20), []);
});

/** A Via of this sent-by and branch. */
const via = (text: string): Record<string, string> => ({ Via: `SIP/2.0/UDP ${text}` });

test('a request that comes along two ways is merged: the second is to be answered 482', () => {
  const of = createTransactions<string>();
  const other = aRequest('INVITE', via('192.0.2.9;branch=z9hG4bKother'));
  assert.deepEqual(run(of, 0, of.receive(invite, 'flow', false, 0)), ['0: request INVITE']);
  assert.deepEqual(run(of, 0, of.receive(other, 'flow', false, 0)), ['0: request INVITE merged']);
  assert.equal(mergeKeyOf(aRequest('INVITE', { To: '<sip:b@c>;tag=x' })), null);
  of.respond(serverKeyOf(invite), respond(invite, null, plainAnswer(486, 't')), 1);
  of.respond(serverKeyOf(other), respond(other, null, plainAnswer(482, 't')), 1);
  run(of, 99_999);
  const later = aRequest('INVITE', via('192.0.2.9;branch=z9hG4bKthird'));
  assert.deepEqual(run(of, 0, of.receive(later, 'flow', false, 100_000), 100_000), ['100000: request INVITE']);
});

test('responses with a second Via, or to no transaction, are dropped', () => {
  const of = createTransactions<string>();
  of.request(invite, 'flow', false, 0);
  assert.deepEqual(of.receive(aResponse(200, via('192.0.2.1:5060;branch=z9hG4bKother')), 'flow', false, 1), []);
  assert.deepEqual(of.receive(aResponse(200, { 'Via ': 'SIP/2.0/UDP other' }), 'flow', false, 1), []);
  assert.deepEqual(
    of.receive(aResponse(200), 'flow', false, 1).map(({ type }) => type),
    ['response'],
  );
});

test('what is forgotten leaves nothing: an INVITE that rings forever, and a request that was never answered', () => {
  const of = createTransactions<string>();
  const sent = of.request(invite, 'flow', false, 0) ?? assert.fail();
  of.receive(aResponse(180), 'flow', false, 100);
  const asked = aRequest('OPTIONS', via('a;branch=z9hG4bKasked'));
  of.receive(asked, 'flow', false, 100);
  assert.deepEqual([of.forget(sent.key), of.forget(serverKeyOf(asked)), of.forget(sent.key)], [true, true, false]);
  assert.equal(of.size(), 0);
  assert.deepEqual(of.receive(aResponse(200), 'flow', false, 200), []);
  assert.deepEqual(run(of, 99_999), []);
  assert.deepEqual(run(of, 0, of.receive(asked, 'flow', false, 100_000), 100_000), ['100000: request OPTIONS']);
});

test('past the limit nothing is begun: requests are overload, our own are refused', () => {
  const of = createTransactions<string>(2);
  const numbered = (at: number): SipRequest => aRequest('OPTIONS', via(`a;branch=z9hG4bK${at}`));
  of.receive(numbered(1), 'flow', false, 0);
  of.request(numbered(2), 'flow', false, 0);
  assert.deepEqual(
    of.receive(numbered(3), 'flow', false, 0).map(({ type }) => type),
    ['overloaded'],
  );
  assert.equal(of.request(numbered(4), 'flow', false, 0), null);
  assert.equal(of.receive(numbered(1), 'flow', false, 0).length, 0);
  assert.equal(of.size(), 2);
});

test('our own request needs a branch that is unique', () => {
  const of = createTransactions<string>();
  assert.equal(of.request(aRequest('OPTIONS', via('a')), 'flow', false, 0), null);
  assert.ok(of.request(invite, 'flow', false, 0));
  assert.equal(of.request(invite, 'flow', false, 0), null);
});

test('two thousand transactions leave nothing behind, and repeated requests add no timers', () => {
  const of = createTransactions<string>();
  for (let at = 0; at < 2000; at += 1) {
    const request = aRequest('OPTIONS', via(`a;branch=z9hG4bK${at}`));
    of.receive(request, 'flow', false, at);
    of.respond(serverKeyOf(request), respond(request, null, plainAnswer(200, 't')), at);
    if (at === 0) for (let again = 0; again < 500; again += 1) of.receive(request, 'flow', false, at);
  }
  assert.ok(of.queued() <= 2001, String(of.queued()));
  run(of, 99_999);
  assert.deepEqual([of.size(), of.queued()], [0, 0]);
});

test('an event that the table refuses changes nothing', () => {
  const { machine } = begin('client_invite', false, 0);
  assert.equal(step(machine, 'timer_k', 0), null);
  assert.equal(step(machine, 'ack', 0), null);
});

test('the queue gives what is due, in order of time', () => {
  const queue = createDueQueue();
  const times = Array.from({ length: 500 }, (_, at) => (at * 7919) % 500);
  for (const at of times) queue.add(at, String(at));
  const taken: string[] = [];
  for (let key = queue.take(400); key !== null; key = queue.take(400)) taken.push(key);
  assert.deepEqual(
    taken,
    times
      .filter((at) => at <= 400)
      .toSorted((a, b) => a - b)
      .map(String),
  );
  assert.deepEqual([queue.firstAt(), queue.size()], [401, 99]);
});
