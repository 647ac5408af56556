import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { openRtpPorts } from './rtp-ports.ts';

const HOST = '127.0.0.1';

async function bound(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind({ address: HOST, port, exclusive: true });
  await once(socket, 'listening');
  return socket;
}

/** The first of eight ports, even, that are free at the moment. */
async function freeRange(): Promise<number> {
  const socket = await bound(0);
  const { port } = socket.address();
  socket.close();
  return Math.min(port, 65_000) & ~1;
}

const first = await freeRange();
const range = { first, last: first + 5 };

test('a pair is an even port and the next, from where in the range it begins, and around its end', async () => {
  for (const [start, port] of [
    [0, first],
    [0.4, first + 2],
    [0.99, first + 4],
    [1, first],
  ] as const) {
    const pair = await openRtpPorts(HOST, range, start);
    assert.equal(pair?.port, port);
    await pair.close();
  }
});

test('a pair of which either port is taken is passed over, and leaves no port behind', async () => {
  const taken = await bound(first + 1);
  const pair = await openRtpPorts(HOST, range, 0);
  assert.equal(pair?.port, first + 2);
  const rest = await openRtpPorts(HOST, range, 0);
  assert.equal(rest?.port, first + 4);
  assert.equal(await openRtpPorts(HOST, range, 0), null, 'all are taken');
  const sound = await bound(first);
  for (const socket of [sound, taken]) socket.close();
  await Promise.all([pair.close(), rest.close()]);
});

for (const [what, ports] of [
  ['one port', { first, last: first }],
  ['two ports, the first of them odd', { first: first + 1, last: first + 2 }],
  ['no port', { first: first + 4, last: first }],
] as const)
  test(`a range of ${what} has no pair`, async () => {
    assert.equal(await openRtpPorts(HOST, ports, 0), null);
  });

test('sound and reports come and go by ports of their own, and nothing is heard once they are closed', async () => {
  const [far, pair] = [await bound(0), await openRtpPorts(HOST, range, 0)];
  assert.ok(pair !== null);
  const to = { address: HOST, port: far.address().port };
  const next = async (): Promise<readonly [string, string, number]> =>
    new Promise((resolve) => {
      pair.onDatagram((channel, datagram, from) => resolve([channel, String(datagram), from.port]));
    });
  for (const [channel, port] of [
    ['sound', pair.port],
    ['reports', pair.port + 1],
  ] as const) {
    const heard = next();
    far.send(channel, port, HOST);
    assert.deepEqual(await heard, [channel, channel, to.port]);
    const came = once(far, 'message');
    pair.send(channel, Buffer.from('back'), to);
    const [, { port: from }] = (await came) as [Buffer, { port: number }];
    assert.equal(from, port);
  }
  await pair.close();
  const again = await openRtpPorts(HOST, range, 0);
  assert.equal(again?.port, first, 'both are free again');
  await again.close();
  far.close();
});
