/** A network that can be cut: datagrams to a port here are carried to another, and back, unless it is cut. */
import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import type { TestContext } from 'node:test';
import { cleanUp } from './clean-up.ts';

/** Between one peer and the engine. */
export type CuttableNetwork = { readonly port: number; cut(isCut: boolean): void };

/** Carries to `port` of this machine. Closed with the test. */
export async function createCuttableNetwork(context: TestContext, port: number): Promise<CuttableNetwork> {
  const outside = await bound();
  const ways = new Map<number, Socket>();
  let isCut = false;
  cleanUp(context, () => {
    for (const socket of [outside, ...ways.values()]) socket.close();
  });

  /** The engine must tell the peer's own ports apart, so each has a way of its own. */
  async function wayOf({ address, port: from }: RemoteInfo): Promise<Socket> {
    const known = ways.get(from);
    if (known !== undefined) return known;
    const way = await bound();
    way.on('message', (datagram) => isCut || outside.send(datagram, from, address));
    ways.set(from, way);
    return way;
  }

  outside.on('message', (datagram, from) => {
    if (!isCut) void wayOf(from).then((way) => way.send(datagram, port, '127.0.0.1'));
  });
  return {
    port: outside.address().port,
    cut(shouldBeCut) {
      isCut = shouldBeCut;
    },
  };
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '0.0.0.0', resolve));
  return socket;
}
