import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LegEvent } from '../media-server.ts';
import { createFakeMedia } from '../../../test/support/fake-media.ts';
import { createLegs, soundOf } from './leg-registry.ts';

const ASKER = '192.0.2.7';

function worldOf() {
  const media = createFakeMedia();
  const legs = createLegs<string>(media);
  media.onEvent((event) => void legs.heard(event));
  return { media, legs };
}

for (const [state, told] of [
  ['connecting', 'lost'],
  ['connected', 'connected'],
  ['interrupted', 'interrupted'],
  ['lost', 'lost'],
  ['worker', 'lost'],
] as const)
  test(`a leg that is ${state} is told a page as ${told}`, () => {
    assert.equal(soundOf(state), told);
  });

test('an owner keeps the leg over new offers, and gets another once it is lost', async () => {
  const { media, legs } = worldOf();
  await legs.offer('ada', 'first', ASKER);
  const first = legs.get('ada')?.legId;
  await legs.offer('ada', 'second', ASKER);
  assert.equal(legs.get('ada')?.legId, first);
  media.lose(first ?? '', 'timeout');
  assert.equal(legs.get('ada')?.state, 'lost');
  await legs.offer('ada', 'third', ASKER);
  assert.notEqual(legs.get('ada')?.legId, first);
  assert.equal(legs.get('ada')?.state, 'connecting');
});

test('two offers at the same time make one leg', async () => {
  const { media, legs } = worldOf();
  await Promise.all([legs.offer('ada', 'one', ASKER), legs.offer('ada', 'two', ASKER)]);
  assert.equal(media.legs().length, 1);
});

test('what a leg tells is kept under its owner: connected, silent, interrupted', async () => {
  const { media, legs } = worldOf();
  await legs.offer('ada', 'the offer', ASKER);
  const leg = media.legOf('the offer');
  media.connect(leg);
  media.silence(leg, true);
  assert.deepEqual([legs.ownerOf(leg), legs.isConnected('ada'), legs.isSilent('ada')], ['ada', true, true]);
  media.interrupt(leg);
  assert.equal(legs.isConnected('ada'), false);
});

test('a leg of no one here tells nothing', () => {
  const { legs } = worldOf();
  assert.equal(legs.heard({ type: 'connected', legId: 'stranger' } satisfies LegEvent), undefined);
  assert.equal(legs.ownerOf('stranger'), undefined);
});

test('a closed leg is gone, and closing twice is nothing', async () => {
  const { media, legs } = worldOf();
  await legs.offer('ada', 'the offer', ASKER);
  const leg = media.legOf('the offer');
  await legs.close('ada');
  await legs.close('ada');
  assert.deepEqual([media.legs(), legs.get('ada'), legs.ownerOf(leg)], [[], undefined, undefined]);
});
