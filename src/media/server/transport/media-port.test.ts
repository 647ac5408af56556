import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { cleanUp } from '../../../../test/support/clean-up.ts';
import { until } from '../../../../test/support/until.ts';
import { openMediaPort } from './media-port.ts';

const RANGE = { first: 44_000, last: 44_999 };
const HAS_IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

test('the port that is bound to every address hears both families, and IPv4 alone where there is no other', async (context) => {
  const port = await openMediaPort(null, RANGE);
  assert.ok(port !== null);
  cleanUp(context, () => port.close());
  let heard = 0;
  for (const [type, address] of [['udp4', '127.0.0.1'], ...(HAS_IPV6 ? ([['udp6', '::1']] as const) : [])] as const) {
    const sender = createSocket(type);
    cleanUp(context, () => new Promise<void>((resolve) => sender.close(() => resolve())));
    sender.send(Uint8Array.of(0xff), port.port, address);
    heard += 1;
    await until(() => port.ignored.unknown_protocol === heard, `nothing came by ${address}`);
  }
});

test('two ports of a range are two, and a range that is taken has none', async (context) => {
  const first = await openMediaPort(null, RANGE);
  assert.ok(first !== null);
  cleanUp(context, () => first.close());
  assert.equal(await openMediaPort(null, { first: first.port, last: first.port }), null);
  assert.equal(await openMediaPort('127.0.0.1', { first: first.port, last: first.port }), null);
});
