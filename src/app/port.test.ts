import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { checkPort } from './port.ts';

test('a free port stays free, and a taken one is said in a sentence', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  t.after(() => other.close());
  await checkPort('127.0.0.1', 0);
  await assert.rejects(checkPort('127.0.0.1', port), {
    name: 'PortFault',
    message: `Port ${port} of 127.0.0.1 is taken by another program. Stop that one, or set PATCHBAY_PORT to a free port.`,
  });
  await new Promise((resolve) => other.close(resolve));
  await checkPort('127.0.0.1', port);
  await checkPort('127.0.0.1', port);
});

test('an address that is none of ours is said in a sentence', async () => {
  await assert.rejects(checkPort('192.0.2.1', 0), {
    fault: 'port_unusable',
    message: /^192\.0\.2\.1 is no address of/,
  });
  await assert.rejects(checkPort('no-such-host.invalid', 0), { fault: 'port_unusable', message: /PATCHBAY_HOST/ });
});
