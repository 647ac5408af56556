import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from '../../../test/support/fake-media.ts';
import { createAgentVoices } from './agent-voices.ts';

const CALL = { id: 7 };

async function* sounds(milliseconds: number): AsyncGenerator<Int16Array> {
  yield new Int16Array(milliseconds * 8);
}

/** Sound that has begun, and comes to no end. */
function endless(): AsyncIterable<Int16Array> {
  const never = new Promise<IteratorResult<Int16Array>>(() => undefined);
  return { [Symbol.asyncIterator]: () => ({ next: async () => never }) };
}

function open() {
  const media = createFakeMedia();
  const voices = createAgentVoices(media);
  media.onEvent(voices.heard);
  return { media, voices };
}

test('a call has one leg of the voice, which says things one after the other, and tells how much was heard', async () => {
  const { media, voices } = open();
  const [leg, same] = await Promise.all([voices.legOf(CALL), voices.legOf(CALL)]);
  assert.equal(leg, same);
  assert.deepEqual([voices.has(CALL, leg), voices.has({ id: 8 }, leg)], [true, false]);
  assert.equal(await voices.say(7, sounds(300)), 300);
  const first = voices.say(7, endless());
  assert.equal(await voices.say(7, sounds(100)), 100);
  assert.equal(await first, 0, 'what comes next ends it');
  assert.deepEqual(media.legs(), [leg]);
});

test('what is stopped, released or lost has ended', async () => {
  const { media, voices } = open();
  const leg = await voices.legOf(CALL);
  const stopped = voices.say(7, endless());
  await voices.quiet(7);
  assert.equal(await stopped, 0);
  const lost = voices.say(7, endless());
  await new Promise(setImmediate);
  media.lose(leg, 'worker');
  assert.equal(await lost, 0);
  const other = await voices.legOf({ id: 8 });
  const released = voices.say(8, endless());
  await new Promise(setImmediate);
  await voices.release({ id: 8 });
  assert.equal(await released, 0);
  assert.equal(media.legs().includes(other), false);
  assert.equal(await voices.say(8, sounds(100)), 0, 'without a leg nothing is said');
});
