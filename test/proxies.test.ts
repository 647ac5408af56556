import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from './support/manual-clock.ts';
import { testPatchbay } from './support/patchbay.ts';

const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
const LIMITED = { PATCHBAY_RATE_LIMIT: 'on' };

/** Wrong tokens until the address is told to wait. */
async function guess(patchbay: Awaited<ReturnType<typeof testPatchbay>>, forwardedFor: string): Promise<number> {
  for (let tries = 1; tries <= 200; tries += 1) if ((await ask(patchbay, forwardedFor)) === 429) return tries;
  return Infinity;
}

async function ask(patchbay: Awaited<ReturnType<typeof testPatchbay>>, forwardedFor: string): Promise<number> {
  const headers = { 'x-forwarded-for': forwardedFor };
  return (await patchbay.send('/v1/agents', { token: 'nobody-has-this-token', headers })).status;
}

test('behind a trusted proxy each client is an address of its own, and what it claims itself is not believed', async () => {
  const patchbay = await testPatchbay({ ...LIMITED, PATCHBAY_TRUSTED_PROXIES: '127.0.0.0/8, 10.1.0.0/16' }, { clock });
  assert.equal(await guess(patchbay, '203.0.113.7'), 101);
  assert.equal(await ask(patchbay, '203.0.113.8'), 401);
  assert.equal(await ask(patchbay, '198.51.100.1, 203.0.113.7'), 429, 'the client invents an address before its own');
  assert.equal(await ask(patchbay, '203.0.113.7, 10.1.2.3'), 429, 'two trusted proxies in a row');
  assert.equal(await ask(patchbay, '203.0.113.7, 10.2.0.1'), 401, 'the second proxy is not trusted: it is who asks');
  assert.equal(await guess(patchbay, '2001:db8:1:2::1'), 101);
  assert.equal(await ask(patchbay, '2001:db8:1:2:ffff::9'), 429, 'one subscriber has a whole /64');
  assert.equal(await ask(patchbay, '2001:db8:1:3::1'), 401);
});

test('without a trusted proxy the header changes nothing', async () => {
  const patchbay = await testPatchbay(LIMITED, { clock });
  assert.equal(await guess(patchbay, '203.0.113.7'), 101);
  assert.equal(await ask(patchbay, '203.0.113.8'), 429);
});

test('once too many tokens were guessed from an address, only one that was right from there before is looked up', async () => {
  const patchbay = await testPatchbay(LIMITED, { clock });
  assert.equal((await patchbay.send('/v1/agents')).status, 200);
  assert.equal(await guess(patchbay, ''), 101);
  assert.equal((await patchbay.send('/v1/agents')).status, 200, 'the integrator works on');
  const made = await patchbay.send('/v1/tokens', { body: { name: 'second', kind: 'staff' } });
  const { token } = made.json as { token: string };
  assert.equal(
    (await patchbay.send('/v1/agents', { token })).status,
    429,
    'a right guess is not told from a wrong one',
  );
  await clock.advance(60_000);
  assert.equal((await patchbay.send('/v1/agents', { token })).status, 200);
});
