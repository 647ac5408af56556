import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCall, at } from '../../../test/support/calls.ts';
import type { Call } from '#domain/call/call.ts';
import type { Participant } from '#domain/call/participant.ts';
import { waiting as asked } from '#domain/call/participant.ts';
import type { Transfer } from '#domain/call/transfer.ts';
import { createQueueIndex } from './queue-index.ts';

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

const TALKING: Participant = { ...asked('agent', 2), status: 'connected', connectedAt: at(0) };
const WORKSPACE = 1;
const gone = (id: number): Call => aCall({ id, state: 'failed' });
const idsIn = (lines: ReturnType<typeof linesOf>, menuId: number) => lines.queue(menuId).map(({ id }) => id);

function linesOf(...calls: readonly Call[]) {
  const lines = createQueueIndex();
  for (const call of calls) lines.see(call);
  return lines;
}

function shown(lines: ReturnType<typeof linesOf>, serve: (call: Call) => boolean = () => true, these?: Set<number>) {
  const ids: number[] = [];
  lines.serve(
    WORKSPACE,
    (call) => {
      ids.push(call.id);
      return serve(call);
    },
    these,
  );
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

test('a line that no one is left for is shown no further; the others are', () => {
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

test('a call that is handed to an agent waits for them alone, since the hand-over', () => {
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
  lines.see(waiting(3, { version: 2 }));
  lines.see(waiting(1, { menuId: 10, queuedAt: at(5) }));
  const versions: number[] = [];
  assert.deepEqual(
    shown(lines, ({ version }) => versions.push(version) > 0),
    [2, 3, 1],
  );
  assert.deepEqual(versions, [1, 2, 1]);
  assert.deepEqual([lines.size(WORKSPACE), idsIn(lines, 9), idsIn(lines, 10)], [3, [2, 3], [1]]);
});

test('a call that has gone is shown no more', () => {
  const lines = linesOf(waiting(1), waiting(2));
  lines.see(gone(1));
  lines.see(gone(99));
  assert.deepEqual(shown(lines), [2]);
  assert.deepEqual([lines.size(WORKSPACE), idsIn(lines, 9)], [1, [2]]);
});

test('ten thousand calls come and go in any order and the lines hold who is left', () => {
  const lines = createQueueIndex();
  const ids = Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 10_007);
  for (const id of ids) lines.see(waiting(id, { menuId: id % 3, priority: id % 2 }));
  for (const id of ids) if (id % 5 !== 0) lines.see(gone(id));
  const left = ids.filter((id) => id % 5 === 0).toSorted((a, b) => (b % 2) - (a % 2) || a - b);
  assert.deepEqual(shown(lines), left);
});

test('a queue holds who waits in it with no one to talk to, in the order in which the router serves them', () => {
  const toQueue = { ...TRANSFER, agentId: null, menuId: 9 };
  const warm = waiting(7, { state: 'connected', menuId: 10, transfers: [toQueue], participants: [TALKING] });
  const cold = waiting(8, { state: 'connected', menuId: 10, transfers: [{ ...toQueue, createdAt: at(2.5) }] });
  const toAgent = waiting(9, { state: 'connected', transfers: [TRANSFER] });
  const lines = linesOf(waiting(3), cold, waiting(1), warm, waiting(2, { priority: 1 }), toAgent);
  assert.deepEqual(idsIn(lines, 9), [2, 1, 8, 3]);
  assert.deepEqual(idsIn(lines, 10), []);
  assert.deepEqual(
    shown(lines).filter((id) => idsIn(lines, 9).includes(id)),
    idsIn(lines, 9),
  );
  assert.deepEqual(lines.positionOf(cold), { menuId: 9, position: 3 });
  for (const call of [warm, toAgent, gone(1000)]) assert.equal(lines.positionOf(call), null);
});

test('calls of the voice agent and reported ones wait for no one', () => {
  const lines = linesOf(waiting(1, { origin: 'fin' }), waiting(2, { origin: 'reported' }));
  assert.deepEqual([lines.size(WORKSPACE), shown(lines), idsIn(lines, 9)], [0, [], []]);
});

test('each workspace has lines of its own', () => {
  const lines = linesOf(waiting(1), waiting(2, { workspaceId: 2, menuId: 20 }));
  assert.deepEqual([shown(lines), lines.size(2), idsIn(lines, 20)], [[1], 1, [2]]);
});
