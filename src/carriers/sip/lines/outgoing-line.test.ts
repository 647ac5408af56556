/** A far end that is dialed: what comes of its INVITE -> what is sent, and what is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeUri } from '#sip/address/uri.ts';
import { headerOf } from '#sip/message/message.ts';
import { dialWorld } from '../../../../test/support/dial-world.ts';

const SDP = { 'Content-Type': 'application/sdp' };
const AUDIO = 'v=0\r\nm=audio 4000 RTP/AVP 0\r\n';

test('the number is dialed as the trunk wants it, with an offer, and by its Call-ID', async () => {
  const { draft } = await dialWorld();
  const { uri, headers, body } = draft();
  assert.deepEqual(
    [writeUri(uri), Buffer.from(body).toString(), headerOf({ headers }, 'Call-ID')],
    ['sip:+14155550199@192.0.2.1', 'offer leg-1', 'call-id'],
  );
});

test('what rings is told, with its sound where it sends any; 100 tells nothing', async () => {
  const { line, says, told } = await dialWorld();
  await says(100);
  assert.deepEqual([told, line.early()], [[], undefined]);
  await says(180);
  assert.deepEqual([told, line.early()], [['rings'], { legId: null }]);
  await says(183, SDP, AUDIO);
  assert.deepEqual([told, line.early(), line.legId()], [['rings', 'rings'], { legId: 'leg-1' }, undefined]);
});

test('a reliable response is acknowledged once, by its number', async () => {
  const { says, sent } = await dialWorld();
  await says(180, { Require: '100rel', RSeq: '7' });
  await says(180, { Require: '100rel', RSeq: '7' });
  await says(180, { Require: '100rel', RSeq: '9' });
  assert.deepEqual(
    sent.map(({ request }) => [request.method, headerOf(request, 'RAck')]),
    [['PRACK', '7 1 INVITE']],
  );
});

test('an answer is acknowledged, and the call continues with its description', async () => {
  const { line, says, told, acks } = await dialWorld();
  await says(200, SDP, AUDIO);
  assert.deepEqual([told, acks.map(({ method }) => method), line.legId()], [['answered'], ['ACK'], 'leg-1']);
  assert.equal(line.early(), undefined);
});

test('an answer without a description is as the one before it, or is hung up', async () => {
  const before = await dialWorld();
  await before.says(183, SDP, AUDIO);
  await before.says(200);
  assert.deepEqual(before.told, ['rings', 'answered']);
  const none = await dialWorld();
  await none.says(200);
  assert.deepEqual([none.told, none.sent.at(-1)?.request.method], [['failed: voip_conn_general 488'], 'BYE']);
});

test('of two that answer the first has the call, and the second is hung up', async () => {
  const { says, told, sent, acks } = await dialWorld();
  await says(200, { ...SDP, To: '<sip:them@192.0.2.1>;tag=one' }, AUDIO);
  await says(200, { ...SDP, To: '<sip:them@192.0.2.1>;tag=two' }, AUDIO);
  const byes = sent.map(({ request }) => [request.method, headerOf(request, 'To')]);
  assert.deepEqual([told, acks.length, byes], [['answered'], 2, [['BYE', '<sip:them@192.0.2.1>;tag=two']]]);
});

/** What comes instead of an answer -> what is told, with the status for who asked for the call by REFER. */
const FAILURES = {
  486: 'failed: eu_busy 486',
  302: 'failed: voip_conn_general 302',
  503: 'failed: voip_conn_signal 503',
  timeout: 'failed: voip_conn_timeout 408',
  unreachable: 'failed: voip_conn_signal 503',
  bad_certificate: 'failed: voip_conn_signal 503',
  unresolved: 'failed: voip_conn_signal 503',
  overloaded: 'failed: voip_conn_signal 503',
} as const;

for (const [what, expected] of Object.entries(FAILURES))
  test(`${what}: ${expected}`, async () => {
    const { says, fails, told, media, line } = await dialWorld();
    if (/^\d/u.test(what)) await says(Number(what));
    else fails(what as 'timeout');
    assert.deepEqual([told, line.legId(), media.legs()], [[expected], undefined, []]);
  });

test('what rings for too long is taken back', async () => {
  const { says, told, clock, isCancelled } = await dialWorld();
  await says(180);
  await clock.advance(50_000);
  assert.deepEqual([told, isCancelled()], [['rings', 'failed: eu_no_answer 480'], true]);
});

test('one that is let go before it answers is taken back, and hung up where its answer crosses that', async () => {
  const { line, says, told, sent, acks, isCancelled } = await dialWorld();
  line.close();
  await says(200, SDP, AUDIO);
  assert.deepEqual([isCancelled(), told, acks.length, sent.at(-1)?.request.method], [true, [], 1, 'BYE']);
});

test('a call is ended after the longest time that its trunk allows', async () => {
  const { says, told, clock, sent } = await dialWorld();
  await says(200, SDP, AUDIO);
  await clock.advance(4 * 3_600_000);
  assert.deepEqual([told, sent.at(-1)?.request.method], [['answered', 'left by system'], 'BYE']);
});
