/** Connections at once are bounded: one more is closed before it is read, and anyone who is connected continues. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { test } from 'node:test';
import { MAX_CONNECTIONS } from '#http/server.ts';
import { openCaller } from './support/pages.ts';
import { testPatchbay } from './support/patchbay.ts';

const patchbay = await testPatchbay();
const { hostname, port } = new URL(patchbay.address);

async function open(): Promise<Socket> {
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined); // Closed by the server, one way or another.
  await once(socket, 'connect');
  return socket;
}

/** Whether the server answers on it; a connection of its own that it has closed answers nothing. */
async function answers(socket: Socket): Promise<boolean> {
  const closed = once(socket, 'close').then(() => false);
  socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
  return Promise.race([once(socket, 'data').then(() => true), closed]);
}

test('there may be ten thousand', () => {
  assert.equal(MAX_CONNECTIONS, 10_000);
  assert.equal(patchbay.server.server.maxConnections, MAX_CONNECTIONS);
});

test('at the limit one more is closed, and there is room again when another goes', async () => {
  patchbay.server.server.maxConnections = 3;
  const page = await openCaller(patchbay);
  const [first, second] = [await open(), await open()];
  assert.ok(await answers(first));
  assert.equal(await answers(await open()), false);
  assert.ok(await answers(second), 'the others continue');
  first.destroy();
  for (let tries = 0; ; tries += 1) {
    assert.ok(tries < 200, 'there was never room again');
    const next = await open();
    const isServed = await answers(next);
    next.destroy();
    if (isServed) break;
  }
  page.close();
  second.destroy();
});
