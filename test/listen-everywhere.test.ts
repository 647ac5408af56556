/** A server that listens at every address says where it is reached, and is reached there. */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { testPatchbay } from './support/patchbay.ts';

const hasIpv6 = await new Promise<boolean>((resolve) => {
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen({ host: '::1', port: 0 }, () => server.close(() => resolve(true)));
});

for (const host of ['0.0.0.0', '[::]', '::'])
  test(
    `a server on ${host} names an address that answers`,
    { skip: host.includes(':') && !hasIpv6 && 'no IPv6 here' },
    async () => {
      const { address, send } = await testPatchbay({ PATCHBAY_HOST: host });
      assert.match(address, /^http:\/\/(localhost|127\.0\.0\.1):\d+$/);
      assert.equal((await send('/healthz')).status, 200);
    },
  );
