import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { Agent } from '#domain/directory/agent.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { aDirectory, aMenu, anAgent, at, callIn } from '../../../test/support/calls.ts';
import { createQueueIndex } from './queue-index.ts';
import { createQueues } from './queue-stats.ts';

const menu = aMenu();
const directory: Directory = aDirectory({
  agents: new Map([1, 2, 3].map((id) => [id, anAgent(id)])),
  menus: new Map([[menu.id, menu]]),
});

/** Two of the three agents work, none is free. */
/** The queues with those agents: by default two of the three work, none is free. */
function busy(change: Partial<Parameters<typeof createQueues>[1]> = {}) {
  const index = createQueueIndex();
  const availability = {
    isFree: () => false,
    mayTake: () => false,
    defersToHumans: () => false,
    isWorking: ({ id }: Agent) => id < 3,
    ...change,
  };
  return { see: index.see, ...createQueues(index, availability, () => at(0)) };
}

const waiter = (id: number, queuedAt: number, change: Partial<Call> = {}): Call =>
  callIn('queued', { id, queuedAt: at(queuedAt), offer: null, ...change });

test('the longest waiting caller is first, and priority goes before', () => {
  const queues = busy();
  queues.see(waiter(1, 10));
  queues.see(waiter(2, 5));
  queues.see(waiter(3, 20, { priority: 1 }));
  const places = [1, 2, 3].map((id) => queues.positionOf(waiter(id, 0), directory)?.position);
  assert.deepEqual(places, [3, 2, 1]);
});

test('who is answered, or gone, waits no more', () => {
  const queues = busy();
  queues.see(waiter(1, 0));
  queues.see(waiter(2, 5));
  queues.see(callIn('connected', { id: 1 }));
  assert.equal(queues.positionOf(callIn('connected', { id: 1 }), directory), null);
  assert.equal(queues.positionOf(waiter(2, 5), directory)?.position, 1);
});

test('the state tells how many wait, since when, and how long it will take, learned from the calls that ended', () => {
  const queues = busy();
  const talk = (id: number, seconds: number) => {
    const before = callIn('connected', { id });
    const call = callIn('finished', { id, assignedAt: at(0), endsAt: at(seconds) });
    queues.moved({ before, call, event: { type: 'hung_up', by: 'agent' } });
  };
  talk(10, 100);
  talk(11, 100);
  queues.see(waiter(1, 30));
  assert.deepEqual(queues.stateOf(menu, directory), {
    menuId: 9,
    waiting: 1,
    waitingSince: at(30),
    condition: 'open',
    agents: 3,
    available: 0,
    estimatedWait: 100,
  });
});

test('a simulated agent who leaves the calls to people shortens no wait', () => {
  const waitBeside = (defersToHumans: boolean) =>
    busy({
      mayTake: (agent) => agent.id === 1,
      defersToHumans: (_, agent) => defersToHumans && agent.id === 1,
    }).stateOf(menu, directory).estimatedWait;
  assert.equal(waitBeside(false), 0, 'alone, it answers at once');
  assert.equal(waitBeside(true), 240, 'one agent works, and is busy');
});
