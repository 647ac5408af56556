import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callIn } from '../../../test/support/calls.ts';
import { createCarriers } from './carriers.ts';

test('the first carrier tries first and takes the messages; all follow; those without phones take over for none', async () => {
  const carriers = createCarriers();
  assert.deepEqual([carriers.firstName(), await carriers.sendText({} as never)], ['none', false]);
  const followed: string[] = [];
  const carrier = (name: string, more = {}) => ({
    name,
    follow: () => void followed.push(name),
    sendText: async () => name === 'first',
    ...more,
  });
  carriers.add(carrier('first'));
  carriers.add(carrier('pages', { reachesPhones: false }));
  carriers.add(carrier('last'));
  carriers.follow(callIn('queued'));
  assert.deepEqual(followed, ['first', 'pages', 'last']);
  assert.deepEqual(
    carriers.reaching().map(({ name }) => name),
    ['first', 'last'],
  );
  assert.deepEqual([carriers.firstName(), await carriers.sendText({} as never)], ['first', true]);
});
