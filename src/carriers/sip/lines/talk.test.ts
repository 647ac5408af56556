/** A dialog that a call continues in: what comes -> what is answered, sent and told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeUri } from '#sip/address/uri.ts';
import { aRequest } from '../../../../test/support/sip.ts';
import { openTalk } from '../../../../test/support/talk-world.ts';
import { pressByInfo } from './keys-by-info.ts';

const SDP = { 'Content-Type': 'application/sdp' };
const AUDIO = 'v=0\r\nm=audio 4000 RTP/AVP 0\r\n';
const FAX = 'v=0\r\nm=image 4000 udptl t38\r\n';
const TIMER = { interval: 180, refresher: 'uas' } as const;
const GONE = 'left by system: voip_conn_timeout';

/** What the far end asks for -> the status that it is answered with. */
const ANSWERS = {
  'a new description': ['INVITE', SDP, AUDIO, 200],
  'an UPDATE that brings none': ['UPDATE', {}, '', 200],
  'an INVITE that asks for one of ours': ['INVITE', {}, '', 200],
  'a fax': ['INVITE', SDP, FAX, 488],
  'a description that cannot be read': ['INVITE', SDP, `bad\r\n${AUDIO}`, 488],
  'a session that is too short': ['UPDATE', { Supported: 'timer', 'Session-Expires': '60' }, '', 422],
  'a key': ['INFO', { 'Content-Type': 'application/dtmf-relay' }, 'Signal=5\r\nDuration=160', 200],
  'an INFO of a package': ['INFO', { 'Info-Package': 'foo' }, '', 469],
  'whether we are there': ['OPTIONS', {}, '', 200],
  'what we do not know of': ['PRACK', {}, '', 481],
  'what came before': ['OPTIONS', { CSeq: '7 OPTIONS' }, '', 500],
  'the end': ['BYE', {}, '', 200],
} as const;

for (const [name, [method, fields, body, status]] of Object.entries(ANSWERS))
  test(`${name}: ${method} is answered ${status}`, async () => {
    const { asks } = await openTalk();
    assert.equal((await asks(method, fields, body)).status, status);
  });

test('who hangs up has left, and nothing of the dialog is kept', async () => {
  const { asks, told, dialogs, kept } = await openTalk();
  assert.equal(kept.size, 1);
  await asks('BYE');
  assert.deepEqual([told, dialogs.size(), kept.size], [['left by end_user'], 0, 0]);
  assert.equal((await asks('OPTIONS')).status, 481);
});

test('we hang up once, and nothing is told', async () => {
  const { talk, sent, told } = await openTalk();
  talk.hangUp();
  talk.hangUp();
  assert.deepEqual([sent.map(({ request }) => request.method), told], [['BYE'], []]);
});

test('a key is told', async () => {
  const { asks, told } = await openTalk();
  await asks('INFO', { 'Content-Type': 'application/dtmf' }, '#');
  assert.deepEqual(told, ['pressed #']);
});

test('a far end that says nothing is asked whether it is there; any answer says so', async () => {
  for (const status of [200, 405, 501]) {
    const { media, talk, clock, sent, answers, told } = await openTalk();
    media.silence(talk.legId, true);
    await clock.advance(16_000);
    assert.equal(sent.at(-1)?.request.method, 'OPTIONS');
    await answers(status);
    assert.deepEqual([told, talk.isOver()], [[], false]);
  }
});

test('one that does not answer, or knows the dialog no more, has gone', async () => {
  for (const how of ['silent', 481, 408] as const) {
    const { media, talk, clock, sent, answers, told } = await openTalk();
    media.silence(talk.legId, true);
    await clock.advance(16_000);
    if (how === 'silent') sent.at(-1)?.hear({ type: 'failed', reason: 'timeout', detail: '' });
    else await answers(how);
    assert.deepEqual([told, sent.at(-1)?.request.method], [[GONE], 'BYE']);
  }
});

test('a session is kept alive by UPDATE where the far end takes it, else by a re-INVITE with what was described', async () => {
  for (const [allow, method, body] of [
    ['INVITE, UPDATE', 'UPDATE', ''],
    ['INVITE', 'INVITE', 'answer to theirs'],
  ] as const) {
    const { clock, sent, acks, answers, told } = await openTalk({ allow, expires: TIMER });
    await clock.advance(90_000);
    const { request } = sent.at(-1) ?? assert.fail();
    assert.deepEqual([request.method, Buffer.from(request.body).toString()], [method, body]);
    await answers(200, { 'Session-Expires': '180;refresher=uac' });
    assert.equal(acks.length, method === 'INVITE' ? 1 : 0);
    await clock.advance(90_000);
    assert.deepEqual([sent.length, told], [2, []]);
  }
});

test('while our re-INVITE is open theirs is 491; refused with 491, ours is sent again later', async () => {
  const { clock, sent, asks, answers } = await openTalk({ allow: 'INVITE', expires: TIMER });
  await clock.advance(90_000);
  assert.equal((await asks('INVITE', SDP, AUDIO)).status, 491);
  await answers(491);
  await clock.advance(2_000);
  assert.deepEqual(
    sent.map(({ request }) => request.method),
    ['INVITE', 'INVITE'],
  );
});

test('a session that is not refreshed, or whose refresh no one answers, ends', async () => {
  const late = await openTalk({ expires: { interval: 180, refresher: 'uac' } });
  await late.clock.advance(180_000);
  const lost = await openTalk({ expires: TIMER });
  await lost.clock.advance(90_000);
  lost.sent.at(-1)?.hear({ type: 'failed', reason: 'timeout', detail: '' });
  assert.deepEqual([late.told, lost.told], [[GONE], [GONE]]);
});

test('an offer of ours in a 200 is answered by the ACK, or the call ends', async () => {
  for (const [body, expected] of [
    [AUDIO, []],
    ['', [GONE]],
  ] as const) {
    const { asks, talk, told } = await openTalk();
    await asks('INVITE');
    talk.acknowledged(aRequest('ACK', body === '' ? {} : SDP, body));
    await new Promise(setImmediate);
    assert.deepEqual(told, expected);
  }
});

test('a 200 of ours that is never acknowledged ends the call', async () => {
  const { talk, told, sent } = await openTalk();
  talk.unacknowledged();
  assert.deepEqual([told, sent.at(-1)?.request.method], [[GONE], 'BYE']);
});

test('where the far end has moved is where we send, and what is kept', async () => {
  const { asks, talk, sent } = await openTalk();
  await asks('UPDATE', { Contact: '<sip:alice@192.0.2.77>' });
  talk.hangUp();
  const { uri } = sent.at(-1)?.request ?? assert.fail();
  assert.deepEqual([writeUri(uri), uri], ['sip:alice@192.0.2.77', talk.dialog().remoteTarget]);
});

test('keys go out as INFO, one after the other, where the far end takes that', async () => {
  const { talk, sent, answers } = await openTalk();
  assert.equal(pressByInfo(talk, '5#'), true);
  const bodies = (): string[] => sent.map(({ request }) => Buffer.from(request.body).toString());
  assert.deepEqual(bodies(), ['Signal=5\r\nDuration=160\r\n']);
  await answers(200);
  await answers(200);
  assert.deepEqual(bodies().slice(1), ['Signal=#\r\nDuration=160\r\n']);
  const { talk: other, sent: none } = await openTalk({ allow: 'INVITE, BYE' });
  assert.deepEqual([pressByInfo(other, '5'), none], [false, []]);
});
