/** Registering, as tables: its states cell by cell, what is granted, and how long is waited. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aResponse } from '../../../test/support/sip.ts';
import { readUri } from '../address/uri.ts';
import type { RegistrationEvent } from './registration.ts';
import {
  grantedSeconds,
  refreshAfterMs,
  REGISTRATION_STATES,
  registrationStep,
  retryAfterMs,
  secondsAfter423,
} from './registration.ts';

const EVENTS: readonly RegistrationEvent[] = ['start', 'stop', 'accepted', 'refused', 'silent', 'due'];

/** state -> where each event leads and what is done, '=' where it changes nothing. */
const CELLS = {
  out: ['registering register', '=', '=', '=', '=', '='],
  registering: [
    '=',
    'removing unregister',
    'registered report_in',
    'waiting report_out wait',
    'waiting report_out wait',
    '=',
  ],
  registered: ['=', 'removing unregister', '=', '=', '=', 'refreshing register'],
  refreshing: ['=', 'removing unregister', 'registered', 'waiting report_out wait', 'waiting report_out wait', '='],
  waiting: ['=', 'out', '=', '=', '=', 'registering register'],
  removing: ['registering register', '=', 'out report_out', 'out report_out', 'out report_out', '='],
} as const;

for (const state of REGISTRATION_STATES)
  test(`a registration that is ${state}: ${EVENTS.map((event, at) => `${event} ${CELLS[state][at]}`).join(', ')}`, () => {
    const led = EVENTS.map((event) => {
      const cell = registrationStep(state, event);
      return cell.to === state && cell.do.length === 0 ? '=' : [cell.to, ...cell.do].join(' ');
    });
    assert.deepEqual(led, CELLS[state]);
  });

const ours = readUri('sip:trunk@192.0.2.1:5060') ?? assert.fail();

/** The fields of the 2xx, where 3600 was asked for -> the seconds that are granted. */
const GRANTS = {
  'our own Contact among several': [
    { Contact: '<sip:other@192.0.2.9>;expires=60, <sip:trunk@192.0.2.1:5060>;expires=1800' },
    1800,
  ],
  'Expires for all': [{ Contact: '<sip:trunk@192.0.2.1:5060>', Expires: '300' }, 300],
  'a Contact that the registrar rewrote': [{ Contact: '<sip:trunk@203.0.113.7:40000>;expires=120' }, 120],
  'the Contacts of others alone': [{ Contact: '<sip:a@192.0.2.9>;expires=60, <sip:b@192.0.2.8>;expires=60' }, null],
  'no Contact': [{ Contact: '', Expires: '600' }, 600],
  'no seconds at all': [{ Contact: '<sip:trunk@192.0.2.1:5060>' }, 3600],
  'seconds past a day': [{ Contact: '<sip:trunk@192.0.2.1:5060>;expires=99999999' }, 3600],
  'a Contact that cannot be read, and ours': [
    { Contact: '"x" <sip:a@192.0.2.9>;q=0.1, <sip:trunk@192.0.2.1:5060>;expires="90"' },
    90,
  ],
} as const;

for (const [name, [fields, expected]] of Object.entries(GRANTS))
  test(`by ${name}, ${expected === null ? 'nothing' : `${expected} s`} is granted`, () => {
    const response = aResponse(200, { CSeq: '1 REGISTER', ...fields });
    assert.equal(grantedSeconds(response, ours, 3600), expected);
  });

test('a refresh is due at half of a short time, and ten minutes before the end of a long one', () => {
  assert.deepEqual([60, 600, 1200, 3600].map(refreshAfterMs), [30_000, 300_000, 600_000, 3_000_000]);
});

test('a 423 is tried again with its Min-Expires, and not where it asks for no more than was asked for', () => {
  const refused = (status: number, least: string) =>
    secondsAfter423(aResponse(status, { CSeq: '1 REGISTER', 'Min-Expires': least }), 60);
  assert.deepEqual(
    [refused(423, '120'), refused(423, '60'), refused(423, ''), refused(400, '120')],
    [120, null, null, null],
  );
});

test('the wait doubles from 30 s to half an hour, is spread over its second half, and Retry-After makes it longer', () => {
  assert.deepEqual(
    [0, 1, 6, 99].map((failures) => retryAfterMs(failures, null, 0)),
    [15_000, 30_000, 900_000, 900_000],
  );
  assert.equal(retryAfterMs(0, null, 0.999999), 29_999);
  assert.equal(retryAfterMs(0, '120 (maintenance)', 0), 120_000);
  assert.equal(retryAfterMs(0, '60;duration=5', 0), 60_000);
  assert.equal(retryAfterMs(0, '86400', 0), 1_800_000);
  assert.equal(retryAfterMs(0, 'later', 0), 15_000);
});
