import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Engine } from '#engine/engine.ts';
import { callIn } from '../../test/support/calls.ts';
import { testDatabase } from '../../test/support/database.ts';
import { createJobs } from './boss.ts';

const place = await testDatabase();
const looked: number[] = [];
const came = Promise.withResolvers<void>();
const done: string[] = [];
const failed: string[] = [];
let moved: Parameters<Engine['onTransition']>[0] = () => undefined;
// As much of the engine as the queue asks for.
const engine = {
  onTransition: (listener: typeof moved) => {
    moved = listener;
  },
  lookAt: async (callId: number) => {
    looked.push(callId);
    if (callId === 7) came.resolve();
  },
} as unknown as Engine;
const runs: string[] = [];
const jobs = createJobs({
  connection: place.config,
  engine,
  nightly: [],
  hourly: [
    { name: 'counts', run: async () => void runs.push('counts') },
    {
      name: 'breaks',
      run: async () => {
        throw new Error('broken');
      },
    },
    { name: 'forgets', run: async () => void runs.push('forgets') },
  ],
  done: (job, milliseconds, isOk) => void done.push(`${job} ${isOk} ${milliseconds >= 0}`),
  failed: (what, error) => void failed.push(`${what}: ${String(error)}`),
});
after(async () => {
  await jobs.stop();
  await place.drop();
});

test('what is done every hour is done at the start, and what breaks stops nothing after it', async () => {
  await jobs.start();
  assert.deepEqual(runs, ['counts', 'forgets']);
  assert.deepEqual(done, ['counts true true', 'breaks false true', 'forgets true true']);
  assert.deepEqual(failed, ['jobs.hourly: Error: broken']);
});

test('a call that is scheduled is looked at when it comes due, and no other is', async () => {
  const scheduledAt = new Date(Date.now() - 1000);
  const event = { type: 'menu_selected', menuId: 9, plan: null } as never;
  moved({ before: null, call: callIn('queued', { id: 5, scheduledAt }), event });
  moved({ before: callIn('scheduled', { id: 6 }), call: callIn('scheduled', { id: 6, scheduledAt }), event });
  moved({ before: null, call: callIn('scheduled', { id: 7, scheduledAt }), event });
  await came.promise;
  assert.deepEqual(looked, [7]);
});
