import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCall, at } from '../../../test/support/calls.ts';
import type { Call } from '#domain/call/call.ts';
import type { Transfer } from '#domain/call/transfer.ts';
import { createWaitingLines } from './queue-index.ts';

const waiting = (id: number, change: Partial<Call> = {}): Call => aCall({ id, menuId: 9, queuedAt: at(id), ...change });

const TRANSFER: Transfer = {
  id: 1,
  status: 'transferring',
  agentId: 3,
  menuId: null,
  mode: 'warm',
  failReason: 'nothing',
  createdAt: at(0),
  fromAgentId: 2,
  fromMenuId: 9,
  toAgentId: null,
};

function linesOf(...calls: readonly Call[]) {
  const lines = createWaitingLines();
  for (const call of calls) lines.put(call);
  return lines;
}

function shown(lines: ReturnType<typeof linesOf>, serve: (call: Call) => boolean = () => true, these?: Set<number>) {
  const ids: number[] = [];
  lines.serve((call) => {
    ids.push(call.id);
    return serve(call);
  }, these);
  return ids;
}

test('priority goes before, then the longest waiter, over all menus', () => {
  const lines = linesOf(waiting(3), waiting(1, { menuId: 10 }), waiting(4, { priority: 1 }), waiting(2));
  assert.deepEqual(shown(lines), [4, 1, 2, 3]);
});

test('calls that have waited equally long are served in the order of their ids', () => {
  const lines = linesOf(
    waiting(7, { queuedAt: at(0) }),
    waiting(5, { queuedAt: at(0) }),
    waiting(6, { queuedAt: at(0) }),
  );
  assert.deepEqual(shown(lines), [5, 6, 7]);
});

test('a line that nobody is left for is shown no further; the others are', () => {
  const lines = linesOf(waiting(1), waiting(2), waiting(3, { menuId: 10 }), waiting(4));
  assert.deepEqual(
    shown(lines, (call) => call.menuId === 10),
    [1, 3],
  );
});

test('calls of one menu stand in different lines when other groups were rung for them', () => {
  const castings = [{ at: at(0), group: 'Group 1' }];
  const lines = linesOf(waiting(1, { castings }), waiting(2), waiting(3, { castings }));
  assert.deepEqual(
    shown(lines, () => false),
    [1, 2],
  );
});

test('a call that is handed to an agent waits for him alone, since the hand-over', () => {
  const handed = waiting(9, { state: 'connected', transfers: [TRANSFER] });
  const lines = linesOf(waiting(1), handed, waiting(2));
  assert.deepEqual(shown(lines), [9, 1, 2]);
  assert.deepEqual(
    shown(lines, () => false),
    [9, 1],
  );
});

test('only the calls asked for are shown, in the same order', () => {
  const lines = linesOf(waiting(3), waiting(2), waiting(1));
  assert.deepEqual(
    shown(lines, () => true, new Set([3, 1, 99])),
    [1, 3],
  );
});

test('a call that changes is shown once, as it is now and where it belongs now', () => {
  const lines = linesOf(waiting(1), waiting(2), waiting(3));
  lines.put(waiting(3, { version: 2 }));
  lines.put(waiting(1, { menuId: 10, queuedAt: at(5) }));
  const versions: number[] = [];
  assert.deepEqual(
    shown(lines, ({ version }) => versions.push(version) > 0),
    [2, 3, 1],
  );
  assert.deepEqual(versions, [1, 2, 1]);
  assert.deepEqual([lines.size(), lines.waitingFor(9), lines.waitingFor(10)], [3, 2, 1]);
});

test('a call that has gone is shown no more', () => {
  const lines = linesOf(waiting(1), waiting(2));
  lines.remove(1);
  lines.remove(99);
  assert.deepEqual(shown(lines), [2]);
  assert.deepEqual([lines.size(), lines.waitingFor(9)], [1, 1]);
});

test('ten thousand calls come and go in any order and the lines hold who is left', () => {
  const lines = createWaitingLines();
  const ids = Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 10_007);
  for (const id of ids) lines.put(waiting(id, { menuId: id % 3, priority: id % 2 }));
  for (const id of ids) if (id % 5 !== 0) lines.remove(id);
  const left = ids.filter((id) => id % 5 === 0).toSorted((a, b) => (b % 2) - (a % 2) || a - b);
  assert.deepEqual(shown(lines), left);
});
