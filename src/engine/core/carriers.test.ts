import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callIn } from '../../../test/support/calls.ts';
import { createCarriers } from './carriers.ts';

test('the first carrier takes the messages; all follow; a workspace is carried by its own, else by those that reach phones', async () => {
  const carriers = createCarriers();
  assert.deepEqual([carriers.reaching(1), await carriers.sendText({} as never)], [[], false]);
  const followed: string[] = [];
  const carrier = (name: string, more = {}) => ({
    name,
    follow: () => void followed.push(name),
    sendText: async () => name === 'first',
    ...more,
  });
  carriers.add(carrier('lines', { ofWorkspace: (id: number) => (id === 7 ? ['line:2', 'line:1'] : []) }));
  carriers.add(carrier('first'));
  carriers.add(carrier('pages', { reachesPhones: false }));
  carriers.add(carrier('last'));
  carriers.follow(callIn('queued'));
  assert.deepEqual(followed, ['lines', 'first', 'pages', 'last']);
  assert.deepEqual(
    [carriers.reaching(1), carriers.reaching(7)],
    [
      ['first', 'last'],
      ['line:2', 'line:1'],
    ],
  );
  assert.equal(await carriers.sendText({} as never), true);
});
