import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HANDING_OVER } from '../../../test/support/calls.ts';
import { closeTransfer, openTransfer } from './transfer.ts';

const [open] = HANDING_OVER.transfers ?? [];
assert.ok(open);
const done = { ...open, id: 6, status: 'transferred', toAgentId: 4 } as const;

test('the open hand-over is the one under way', () => {
  assert.equal(openTransfer([done, open]), open);
  assert.equal(openTransfer([done]), undefined);
  assert.equal(openTransfer([]), undefined);
});

test('closing touches the open one alone', () => {
  const closed = closeTransfer([done, open], { status: 'failed', failReason: 'transfer_expired' });
  assert.deepEqual(closed, [done, { ...open, status: 'failed', failReason: 'transfer_expired' }]);
  assert.deepEqual(closeTransfer(closed, { status: 'transferred' }), closed);
});
