/** Long calls with sipp: session timers, re-INVITEs that cross, and a far end that says nothing. Time is advanced. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { ClockedCalls } from '../support/clocked-calls.ts';
import { openClockedCalls } from '../support/clocked-calls.ts';
import type { FoundProgram } from '../support/peer-programs.ts';
import { findProgram } from '../support/peer-programs.ts';
import type { Sipp } from '../support/sipp.ts';
import { receives, startSipp } from '../support/sipp.ts';
import { answer, hears, isAsked, isReinvited, ofReinvite, SDP, send, sound, waits } from '../support/sipp-steps.ts';
import { aTrunk } from '../support/talk-world.ts';

const sipp = await findProgram('sipp');
const skip = sipp === null ? 'sipp is not here, and cannot be installed: apt-get install sip-tester.' : false;

const GONE = 'left by system: voip_conn_timeout';
const OK = answer('200 OK', { tag: '' });
/** What sipp waits for until the test nudges it. */
const NUDGED = [receives('request="OPTIONS"'), OK];
const HUNG_UP = [isAsked('BYE'), OK];
const WITH_SOUND = { headers: [SDP], body: sound() };

/** A call of sipp's, answered with the session that it asks for: `90;refresher=uas`. `allow`: its methods. */
function callsWith(session: string, allow: string): readonly string[] {
  const timer = ['Supported: timer', `Session-Expires: ${session}`, `Allow: INVITE, ACK, BYE, OPTIONS${allow}`];
  return [
    send('INVITE', 1, { headers: [...timer, SDP], body: sound(), within: false }),
    hears(100, null, true),
    hears(200, `Session-Expires: ${session}`),
    send('ACK', 1),
  ];
}

const agreed = (session: string): string =>
  answer('200 OK', { headers: ['Require: timer', `Session-Expires: ${session}`], tag: '' });
const agreedWithSound = (session: string): string =>
  answer('200 OK', { headers: [`Session-Expires: ${session}`, SDP], body: sound(), tag: '' });

/** sipp calls, and its call is in progress. */
async function isCalledBy(t: TestContext, scenario: readonly string[]): Promise<{ calls: ClockedCalls; far: Sipp }> {
  const calls = await openClockedCalls(t);
  const far = await startSipp(sipp as FoundProgram, { scenario, to: calls.port, args: ['-s', '+13392195276'] });
  await calls.passes('> ACK');
  return { calls, far };
}

/** sipp is called, and the call is in progress. */
async function callsSipp(t: TestContext, scenario: readonly string[]): Promise<{ calls: ClockedCalls; far: Sipp }> {
  const calls = await openClockedCalls(t);
  const far = await startSipp(sipp as FoundProgram, { scenario, to: null });
  await calls.dial(aTrunk({ host: '127.0.0.1', port: far.port, transports: ['udp'] }));
  await calls.passes('> 200 INVITE');
  return { calls, far };
}

const sentOf = ({ passed }: ClockedCalls, method: string): number =>
  passed.filter((each) => each === `< ${method}`).length;

test('who was agreed on refreshes: we do by UPDATE at half the interval, also after a 422', { skip }, async (t) => {
  const { calls, far } = await isCalledBy(t, [
    ...callsWith('90;refresher=uas', ', UPDATE'),
    isAsked('UPDATE', 'Session-Expires: 90;refresher=uac'),
    agreed('90;refresher=uac'),
    isAsked('UPDATE', 'Session-Expires: 90;refresher=uac'),
    answer('422 Session Interval Too Small', { headers: ['Min-SE: 120'], tag: '' }),
    isAsked('UPDATE', 'Session-Expires: 120;refresher=uac.*Min-SE: 120'),
    agreed('120;refresher=uac'),
    isAsked('UPDATE', 'Session-Expires: 120;refresher=uac'),
    agreed('120;refresher=uac'),
    send('BYE', 2),
    hears(200),
  ]);
  await calls.clock.advance(44_000);
  assert.equal(sentOf(calls, 'UPDATE'), 0);
  await calls.clock.advance(1_000);
  await calls.passes('> 200 UPDATE');
  await calls.clock.advance(45_000);
  await calls.passes('> 200 UPDATE', 2);
  await calls.clock.advance(60_000);
  await far.done;
  assert.deepEqual(calls.told, ['left by end_user']);
});

test(
  'an UPDATE of theirs keeps their session, and one that they refresh no more ends with BYE',
  { skip },
  async (t) => {
    const { calls, far } = await isCalledBy(t, [
      ...callsWith('90;refresher=uac', ', UPDATE'),
      ...NUDGED,
      send('UPDATE', 2, { headers: ['Supported: timer', 'Session-Expires: 90;refresher=uac'] }),
      hears(200, 'Session-Expires: 90;refresher=uac'),
      ...HUNG_UP,
    ]);
    await calls.clock.advance(50_000);
    await calls.nudge();
    await calls.passes('< 200 UPDATE');
    await calls.clock.advance(59_000);
    assert.deepEqual([calls.told, sentOf(calls, 'BYE')], [[], 0]);
    await calls.clock.advance(1_000);
    await far.done;
    assert.deepEqual(calls.told, [GONE]);
  },
);

test('a call of ours is dialed again with the interval of a 422, and keeps it', { skip }, async (t) => {
  const { calls, far } = await callsSipp(t, [
    isAsked('INVITE', 'CSeq: 1 INVITE.*Session-Expires: 1800'),
    answer('422 Session Interval Too Small', { headers: ['Min-SE: 3600'] }),
    isAsked('ACK'),
    isAsked('INVITE', 'CSeq: 2 INVITE.*Session-Expires: 3600.*Min-SE: 3600'),
    answer('200 OK', {
      headers: ['Allow: INVITE, UPDATE', 'Session-Expires: 3600;refresher=uac', SDP],
      body: sound(),
    }),
    isAsked('ACK'),
    isAsked('UPDATE', 'Session-Expires: 3600;refresher=uac'),
    agreed('3600;refresher=uac'),
    ...HUNG_UP,
  ]);
  await calls.clock.advance(1_800_000);
  await calls.passes('> 200 UPDATE');
  (await calls.talk()).hangUp();
  await far.done;
  assert.deepEqual(calls.told, ['answered']);
});

test(
  'a far end without UPDATE is refreshed by a re-INVITE, has its time to answer, and each 200 is acknowledged',
  { skip },
  async (t) => {
    const { calls, far } = await isCalledBy(t, [
      ...callsWith('90;refresher=uas', ''),
      isReinvited('Session-Expires: 90;refresher=uac'),
      ...NUDGED,
      ofReinvite(agreedWithSound('90;refresher=uac')),
      isAsked('ACK', 'CSeq: 1 ACK'),
      // What a far end does where the ACK is lost: the same 200 once more.
      ofReinvite(agreedWithSound('90;refresher=uac')),
      waits(200),
      send('BYE', 2),
      hears(200),
    ]);
    await calls.clock.advance(45_000);
    await calls.passes('< INVITE');
    // More than the four seconds after which a new call would go by another trunk.
    await calls.clock.advance(10_000);
    await calls.nudge();
    await far.done;
    assert.ok(sentOf(calls, 'ACK') >= 2);
    assert.deepEqual(calls.told, ['left by end_user']);
  },
);

test('a far end that lists UPDATE and refuses it is refreshed by a re-INVITE', { skip }, async (t) => {
  const { calls, far } = await isCalledBy(t, [
    ...callsWith('90;refresher=uas', ', UPDATE'),
    isAsked('UPDATE'),
    answer('405 Method Not Allowed', { headers: ['Allow: INVITE, ACK, BYE'], tag: '' }),
    isAsked('INVITE', 'Session-Expires: 90;refresher=uac'),
    agreedWithSound('90;refresher=uac'),
    isAsked('ACK'),
    isAsked('INVITE', 'CSeq: 3 INVITE'),
    agreedWithSound('90;refresher=uac'),
    isAsked('ACK'),
    send('BYE', 2),
    hears(200),
  ]);
  for (const times of [1, 2]) {
    await calls.clock.advance(45_000);
    await calls.passes('> 200 INVITE', times);
  }
  await far.done;
});

test(
  'while our re-INVITE is open theirs is 491, and an UPDATE without an offer 200; ours comes again',
  { skip },
  async (t) => {
    const { calls, far } = await isCalledBy(t, [
      ...callsWith('90;refresher=uas', ''),
      isReinvited('CSeq: 1 INVITE'),
      send('UPDATE', 2, { headers: ['Supported: timer', 'Session-Expires: 90;refresher=uas'] }),
      hears(200, 'Session-Expires: 90;refresher=uas'),
      send('INVITE', 3, WITH_SOUND),
      hears(100, null, true),
      hears(491),
      send('ACK', 3, { branch: '[branch-3]' }),
      ofReinvite(answer('491 Request Pending', { tag: '' })),
      isAsked('ACK'),
      isReinvited('CSeq: 2 INVITE'),
      ofReinvite(agreedWithSound('90;refresher=uac')),
      isAsked('ACK'),
      send('INVITE', 4, WITH_SOUND),
      hears(100, null, true),
      hears(200),
      send('ACK', 4),
      send('BYE', 5),
      hears(200),
    ]);
    await calls.clock.advance(45_000);
    await calls.passes('> 491 INVITE');
    // Theirs is the Call-ID: ours comes within two seconds.
    await calls.clock.advance(2_000);
    await far.done;
    assert.deepEqual(calls.told, ['left by end_user']);
  },
);

test('who owns the Call-ID waits for 2.1 to 4 seconds after a 491', { skip }, async (t) => {
  const { calls, far } = await callsSipp(t, [
    isAsked('INVITE'),
    answer('200 OK', { headers: ['Session-Expires: 90;refresher=uac', SDP], body: sound() }),
    isAsked('ACK'),
    isAsked('INVITE', 'CSeq: 2 INVITE'),
    answer('491 Request Pending', { tag: '' }),
    isAsked('ACK'),
    isAsked('INVITE', 'CSeq: 3 INVITE'),
    agreedWithSound('90;refresher=uac'),
    isAsked('ACK'),
    ...HUNG_UP,
  ]);
  await calls.clock.advance(45_000);
  await calls.passes('> 491 INVITE');
  await calls.clock.advance(2_000);
  assert.equal(sentOf(calls, 'INVITE'), 2);
  await calls.clock.advance(2_000);
  await calls.passes('> 200 INVITE', 2);
  (await calls.talk()).hangUp();
  await far.done;
});

test('a second re-INVITE while their first is open is answered 500 with Retry-After', { skip }, async (t) => {
  const { calls, far } = await isCalledBy(t, [
    ...callsWith('90;refresher=uac', ''),
    ...NUDGED,
    // sipp waits for an answer to what it would repeat.
    send('INVITE', 2, WITH_SOUND).replace(' retrans="500"', ''),
    send('INVITE', 3, WITH_SOUND),
    hears(100, null, true),
    hears(500, 'Retry-After: [0-9]'),
    send('ACK', 3, { branch: '[branch-3]' }),
    hears(200, 'CSeq: 2 INVITE'),
    send('ACK', 2),
    send('BYE', 4),
    hears(200),
  ]);
  const answered = Promise.withResolvers<null>();
  const { createLeg } = calls.media;
  calls.media.createLeg = async (...asked) => {
    await answered.promise;
    return createLeg(...asked);
  };
  await calls.nudge();
  await calls.passes('< 500 INVITE');
  answered.resolve(null);
  await far.done;
  assert.deepEqual(calls.told, ['left by end_user']);
});

test('a call without any sound continues as long as its far end says that it stands', { skip }, async (t) => {
  const { calls, far } = await isCalledBy(t, [
    ...callsWith('1800;refresher=uac', ''),
    ...NUDGED,
    ...NUDGED,
    ...NUDGED,
    receives('request="OPTIONS"'),
    answer('481 Call/Transaction Does Not Exist', { tag: '' }),
    ...HUNG_UP,
  ]);
  calls.media.silence((await calls.talk()).legId, true);
  await calls.clock.advance(12_000);
  await calls.passes('> 200 OPTIONS');
  for (const times of [2, 3]) {
    await calls.clock.advance(60_000);
    await calls.passes('> 200 OPTIONS', times);
  }
  assert.deepEqual(calls.told, []);
  await calls.clock.advance(60_000);
  await far.done;
  assert.deepEqual(calls.told, [GONE]);
});
