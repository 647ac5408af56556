import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertConforms } from '../../../test/support/conforms.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import type { Got } from '../../../test/support/patchbay.ts';
import { testPatchbay, TOKEN } from '../../../test/support/patchbay.ts';
import { ErrorList } from './schema.ts';

test('the rate limit is told on every answer and kept: 1,666 in 10 seconds', async () => {
  const clock = createManualClock(new Date('2026-03-02T09:00:03.000Z'));
  const limited = await testPatchbay({ PATCHBAY_RATE_LIMIT: 'on' }, { clock });
  const reset = String(Date.parse('2026-03-02T09:00:10.000Z') / 1000);
  const rates = (got: Got): unknown[] =>
    ['limit', 'remaining', 'reset'].map((name) => got.headers.get(`x-ratelimit-${name}`));
  assert.deepEqual(rates(await limited.send('/calls/abc')), ['1666', '1665', reset]);
  assert.deepEqual(rates(await limited.send('/calls', { token: null })), ['1666', '1666', reset]);
  assert.deepEqual(rates(await limited.send('/calls/x/y/z')), ['1666', '1666', reset]);
  const headers = { authorization: `Bearer ${TOKEN}` };
  for (let batch = 0; batch < 37; batch += 1)
    await Promise.all(Array.from({ length: 45 }, async () => limited.server.inject({ url: '/calls/abc', headers })));
  const over = await limited.send('/calls/abc');
  assert.equal(over.status, 429);
  assertConforms(ErrorList, over.json);
  assert.match(over.text, /"code":"rate_limit_exceeded"/);
  assert.deepEqual(rates(over), ['1666', '0', reset]);
  assert.equal(over.headers.get('retry-after'), '7');
  await clock.advance(7000);
  assert.equal((await limited.send('/calls/abc')).status, 404);
});
