import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { correlated, correlation } from './correlation.ts';

test('work knows what it belongs to, along awaits and beside other work', async () => {
  const seen = async (id: string) =>
    correlated({ requestId: id }, async () => {
      await setImmediate();
      return correlated({ callId: 7 }, async () => {
        await setImmediate();
        return correlation();
      });
    });
  assert.deepEqual(await Promise.all([seen('a'), seen('b')]), [
    { requestId: 'a', callId: 7 },
    { requestId: 'b', callId: 7 },
  ]);
  assert.deepEqual(correlation(), {});
});
