import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GRACE_MS } from '#domain/call/participant.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createEventBus } from '../core/event-bus.ts';
import { createPresence } from './presence.ts';
import { createRoster } from './roster.ts';

function aPresence(online: readonly { workspaceId: number; agentId: number }[] = [], isTalking = () => false) {
  const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
  const said: string[] = [];
  const presence = createPresence({
    clock,
    store: {
      setOnline: async (_workspaceId, agentId, isOnline) => void said.push(`${agentId} online ${isOnline}`),
      online: async () => online,
      beginWrapUp: async () => undefined,
      endWrapUp: async () => undefined,
      wrapUps: async () => [],
    },
    bus: createEventBus(),
    roster: createRoster(),
    away: async (_workspaceId, agentId) => said.push(`${agentId} away`),
    agentLost: async (_workspaceId, agentId) => void said.push(`${agentId} vanished`),
    isTalking,
    failed: (error) => assert.fail(String(error)),
  });
  return { clock, presence, said };
}

test('who comes is online, who leaves is so for the grace and then has vanished, once', async () => {
  const { clock, presence, said } = aPresence();
  await presence.came(1, 2);
  assert.deepEqual([presence.isOnline(2), presence.isAway(2), presence.isAnyoneOnline(1)], [true, false, true]);
  presence.left(1, 2, () => false);
  presence.left(1, 2, () => false);
  assert.deepEqual([presence.isOnline(2), presence.isAway(2)], [true, true]);
  await clock.advance(GRACE_MS - 1);
  assert.deepEqual(said, ['2 online true']);
  await clock.advance(1);
  assert.deepEqual(said, ['2 online true', '2 online false', '2 away', '2 vanished']);
  assert.deepEqual([presence.isOnline(2), presence.isAnyoneOnline(1)], [false, false]);
  await clock.advance(GRACE_MS);
  assert.equal(said.length, 4);
});

test('who comes back within the grace has never been away', async () => {
  const { clock, presence, said } = aPresence();
  await presence.came(1, 2);
  presence.left(1, 2, () => false);
  await clock.advance(GRACE_MS - 1);
  await presence.came(1, 2);
  await clock.advance(2 * GRACE_MS);
  assert.deepEqual([presence.isOnline(2), presence.isAway(2), said], [true, false, ['2 online true']]);
});

test('who signs out has no grace', async () => {
  const { presence, said } = aPresence();
  await presence.came(1, 2);
  await presence.signedOut(1, 2);
  assert.deepEqual([presence.isOnline(2), said.at(-1)], [false, '2 vanished']);
});

test('after a restart everyone who was online has the grace to come back', async () => {
  const { clock, presence, said } = aPresence([
    { workspaceId: 1, agentId: 2 },
    { workspaceId: 1, agentId: 3 },
  ]);
  await presence.start();
  assert.deepEqual([presence.isOnline(2), presence.isAway(2)], [true, true]);
  await presence.came(1, 3);
  await clock.advance(GRACE_MS);
  assert.deepEqual(said, ['2 online false', '2 away', '2 vanished']);
  assert.equal(presence.isOnline(3), true);
});

test('who was never here cannot leave', async () => {
  const { clock, presence, said } = aPresence();
  presence.left(1, 2, () => false);
  await presence.signedOut(1, 2);
  await clock.advance(GRACE_MS);
  assert.deepEqual(said, []);
});

test('an agent who talks and is heard has not vanished although the page is gone; then the grace begins', async () => {
  const is = { heard: true, talking: true };
  const { clock, presence, said } = aPresence([], () => is.talking);
  await presence.came(1, 2);
  presence.left(1, 2, () => is.heard);
  await clock.advance(10 * GRACE_MS);
  assert.deepEqual([presence.isOnline(2), presence.isAway(2), said], [true, true, ['2 online true']]);
  is.heard = false;
  await clock.advance(GRACE_MS - 5_000);
  is.heard = true;
  await clock.advance(5_000);
  is.talking = false;
  await clock.advance(GRACE_MS - 1);
  assert.deepEqual(said, ['2 online true']);
  await clock.advance(1);
  assert.deepEqual(said, ['2 online true', '2 online false', '2 away', '2 vanished']);
});
