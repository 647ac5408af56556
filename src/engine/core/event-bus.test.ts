import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callIn } from '../../../test/support/calls.ts';
import { createEventBus } from './event-bus.ts';

test('what is published is heard at once, by the subscribers of its topic alone, in the order in which they came', () => {
  const bus = createEventBus();
  const heard: string[] = [];
  bus.subscribe('move', ({ call }) => heard.push(`first ${call.id}`));
  bus.subscribe('news', ({ type }) => heard.push(type));
  bus.subscribe('move', ({ call }) => heard.push(`second ${call.id}`));
  bus.publish('move', { before: null, call: callIn('queued', { id: 7 }), event: { type: 'created' } });
  bus.publish('news', { type: 'directory', workspaceId: 1 });
  assert.deepEqual(heard, ['first 7', 'second 7', 'directory']);
});

test('who subscribes later hears what is published from then on', () => {
  const bus = createEventBus();
  const heard: number[] = [];
  bus.publish('news', { type: 'directory', workspaceId: 1 });
  bus.subscribe('news', ({ workspaceId }) => heard.push(workspaceId));
  bus.publish('news', { type: 'directory', workspaceId: 2 });
  assert.deepEqual(heard, [2]);
});
