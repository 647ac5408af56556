/** A far end that calls: what its INVITE asks for -> how it is answered, and what becomes of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callWorld } from '../../../../test/support/call-world.ts';

const SDP = { 'Content-Type': 'application/sdp' };
const AUDIO = 'v=0\r\nm=audio 4000 RTP/AVP 0\r\n';

/** What the INVITE brings -> why it is refused before anyone hears of it. */
const REFUSED = {
  'no way back': [{ ...SDP, Contact: '' }, AUDIO, 400],
  'a session that is too short': [{ ...SDP, Supported: 'timer', 'Session-Expires': '60' }, AUDIO, 422],
  'a fax alone': [SDP, 'v=0\r\nm=image 4000 udptl t38\r\n', 488],
  'a description that cannot be read': [SDP, `bad\r\n${AUDIO}`, 488],
} as const;

for (const [name, [fields, body, status]] of Object.entries(REFUSED))
  test(`an INVITE with ${name} is refused with ${status}`, async () => {
    const { line, media } = callWorld(fields, body);
    assert.equal((await line.open())?.status, status);
    assert.deepEqual(media.legs(), []);
  });

test('it rings once, and is answered once, with an answer to its offer', async () => {
  const { line, replies, place, body } = callWorld(SDP, AUDIO);
  assert.deepEqual([await line.open(), line.legId()], [null, undefined]);
  line.ring();
  line.ring();
  assert.equal(line.answer(place.hears(() => line)), true);
  assert.equal(line.answer(place.hears(() => line)), false);
  assert.deepEqual(
    replies.map(({ status }) => status),
    [180, 200],
  );
  assert.deepEqual([body(), line.legId(), line.early()], [`answer to ${AUDIO}`, 'leg-1', undefined]);
});

test('one that brings no offer is made one, and its ACK has to answer it', async () => {
  const { line, place, body, told } = callWorld();
  await line.open();
  line.answer(place.hears(() => line));
  place.take(line);
  assert.equal(body(), 'offer leg-1');
  line.talk()?.unacknowledged();
  assert.deepEqual(told, ['left by system']);
});

test('one that wants its ringing acknowledged is not rung', async () => {
  const { line } = callWorld({ ...SDP, Require: '100rel' }, AUDIO);
  assert.equal(line.mayRing(), false);
  assert.equal(callWorld(SDP, AUDIO).line.mayRing(), true);
});

test('who is let go before they are answered hears that no one is there, and their leg is closed', async () => {
  const { line, replies, media } = callWorld(SDP, AUDIO);
  await line.open();
  line.close();
  line.close();
  assert.deepEqual([replies.map(({ status }) => status), media.legs()], [[480], []]);
});

test('one that was refused says why, and its leg is closed', async () => {
  const { line, replies, media, place } = callWorld(SDP, AUDIO);
  await line.open();
  line.refuse({ status: 603 });
  assert.deepEqual([replies[0]?.status, media.legs(), line.answer(place.hears(() => line))], [603, [], false]);
});

test('one that is let go while it is opened keeps no leg', async () => {
  const { line, media } = callWorld(SDP, AUDIO);
  const opening = line.open();
  line.close();
  await opening;
  assert.deepEqual(media.legs(), []);
});

test('one that has been answered is hung up', async () => {
  const { line, place, sent, media } = callWorld(SDP, AUDIO);
  await line.open();
  line.answer(place.hears(() => line));
  line.close();
  assert.deepEqual([sent, media.legs(), line.legId()], [['BYE'], [], undefined]);
});

test('one whose INVITE can be answered no more is not', async () => {
  const { line, place } = callWorld(SDP, AUDIO, false);
  await line.open();
  assert.deepEqual([line.answer(place.hears(() => line)), line.talk()], [false, null]);
});
