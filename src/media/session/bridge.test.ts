import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from '../../../test/support/fake-media.ts';
import { createConversation } from './bridge.ts';

const LEGS = ['agent', 'caller', 'third'] as const;

test('two are bridged, three have a seat each, and back to two the room is given up', async () => {
  const media = createFakeMedia();
  const conversation = createConversation(media);
  const [a, b, c] = LEGS;
  await conversation.join([a, b]);
  assert.deepEqual([media.hears(a), conversation.heardBy(a), conversation.heardBy(b)], [{ leg: b }, b, a]);
  await conversation.join([a, b, c]);
  const seats = LEGS.map((leg) => conversation.heardBy(leg));
  assert.ok(seats.every((seat) => seat !== null && media.isSeat(seat)));
  assert.equal(new Set(seats).size, 3);
  await conversation.join([a, b]);
  assert.deepEqual([media.hears(a), media.legs()], [{ leg: b }, []]);
});

test('told twice it does nothing', async () => {
  const media = createFakeMedia();
  const conversation = createConversation(media);
  await conversation.join(LEGS);
  const before = media.legs();
  await conversation.join([...LEGS]);
  assert.deepEqual(media.legs(), before);
});

test('at the end no one hears anyone', async () => {
  const media = createFakeMedia();
  const conversation = createConversation(media);
  await conversation.join(LEGS);
  await conversation.end();
  assert.deepEqual(
    LEGS.map((leg) => [media.hears(leg), conversation.heardBy(leg)]),
    LEGS.map(() => [null, null]),
  );
  assert.deepEqual(media.legs(), []);
});

test('a lost seat has everyone joined anew; a leg that is no seat is not its business', async () => {
  const media = createFakeMedia();
  const conversation = createConversation(media);
  await conversation.join(LEGS);
  assert.equal(conversation.lost('agent'), false);
  const seat = conversation.heardBy('caller') ?? '';
  assert.equal(conversation.lost(seat), true);
  await conversation.join(LEGS);
  assert.notEqual(conversation.heardBy('caller'), seat);
});

test('who is not in it hears no one', () => {
  assert.equal(createConversation(createFakeMedia()).heardBy('agent'), null);
});
