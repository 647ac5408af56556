import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeMedia } from '../../../test/support/fake-media.ts';
import { createConversation } from './bridge.ts';
import { createRingBack } from './ring-back.ts';

/** An agent's leg, and a far end's. */
async function open() {
  const media = createFakeMedia();
  const [agent, far] = await Promise.all(
    ['agent', 'far'].map(async (path) => media.createFileLeg({ path, isLooped: false })),
  );
  assert.ok(agent !== undefined && far !== undefined);
  const ringBack = createRingBack(media, { ringing: async () => 'ringing.ogg' }, createConversation(media));
  return { media, agent, far, ringBack };
}

test('a far end that rings and sends no sound is heard as a ringing tone, until it answers', async () => {
  const { media, agent, ringBack } = await open();
  await ringBack.hear(agent, { legId: null });
  await ringBack.hear(agent, { legId: null });
  assert.deepEqual(media.hears(agent), { path: 'ringing.ogg', isLooped: true });
  await ringBack.hear(agent, undefined);
  assert.equal(media.hears(agent), null);
});

test('what it sends before it answers is heard instead', async () => {
  const { media, agent, far, ringBack } = await open();
  await ringBack.hear(agent, { legId: null });
  await ringBack.hear(agent, { legId: far });
  assert.deepEqual(media.hears(agent), { leg: far });
});

test('an agent whose leg is gone hears nothing, and hears it ring again with the next one', async () => {
  const { media, agent, far, ringBack } = await open();
  await ringBack.hear(agent, { legId: null });
  await ringBack.hear(undefined, { legId: null });
  assert.equal(media.hears(agent), null);
  await ringBack.hear(far, { legId: null });
  assert.deepEqual(media.hears(far), { path: 'ringing.ogg', isLooped: true });
});
