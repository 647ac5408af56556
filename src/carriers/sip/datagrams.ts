/** Sockets for datagrams: one for each address that we listen at. */
import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Endpoint } from '#sip/message/via.ts';
import type { Channel, Flow } from './flow.ts';
import type { Tell } from './news.ts';
import { isInside, plainAddress } from './own-address.ts';

/** The sockets. */
export type Datagrams = {
  /** Resolves once all are bound; rejects with the fault of the first that cannot be. */
  bind(): Promise<void>;
  /** The way to an address; null where no socket of ours has its family. */
  flowTo(remote: Endpoint): Flow | null;
  /** Where the first is bound; null before. */
  bound(): Endpoint | null;
  close(): Promise<void>;
};

/** Kept by the system while we are busy: a burst of a few thousand messages. Bytes. */
const SOCKET_BUFFER = 2 << 20;

type Bound = { readonly socket: Socket; readonly local: Endpoint; readonly channel: Channel };

/** Sockets for these addresses; port 0 takes a free one. */
export function createDatagrams(
  listen: readonly Endpoint[],
  hear: (bytes: Uint8Array, flow: Flow) => void,
  tell: Tell,
): Datagrams {
  const all: Bound[] = [];

  const bindOne = async ({ address, port }: Endpoint): Promise<void> => {
    const type = isIPv6(address) ? 'udp6' : 'udp4';
    const ipv6Only = type === 'udp6';
    const socket = createSocket({ type, ipv6Only, recvBufferSize: SOCKET_BUFFER, sendBufferSize: SOCKET_BUFFER });
    const ready = Promise.withResolvers<null>();
    socket.once('error', ready.reject);
    socket.bind(port, address, () => ready.resolve(null));
    await ready.promise;
    socket.off('error', ready.reject);
    socket.on('error', (error) => tell({ type: 'socket_failed', transport: 'UDP', error }));
    const local = { address, port: socket.address().port };
    const channel = channelOf(socket);
    socket.on('message', (bytes, from) =>
      hear(bytes, {
        transport: 'UDP',
        local,
        remote: { address: plainAddress(from.address), port: from.port },
        channel,
      }),
    );
    all.push({ socket, local, channel });
  };

  const close = async (): Promise<void> => {
    const open = all.splice(0);
    await Promise.all(open.map(async ({ socket }) => new Promise<void>((done) => void socket.close(() => done()))));
  };

  return {
    async bind() {
      try {
        for (const each of listen) await bindOne(each);
      } catch (error) {
        await close();
        throw error;
      }
    },
    flowTo(remote) {
      const fitting = all.filter(({ local }) => isIPv6(local.address) === isIPv6(remote.address));
      // A socket at a private address does not reach the public network, nor one at loopback any other machine.
      const best = fitting.find(({ local }) => isInside(local.address) === isInside(remote.address)) ?? fitting[0];
      return best === undefined ? null : { transport: 'UDP', local: best.local, remote, channel: best.channel };
    },
    bound: () => all[0]?.local ?? null,
    close,
  };
}

function channelOf(socket: Socket): Channel {
  let isOpen = true;
  socket.once('close', () => (isOpen = false));
  return {
    send(bytes, { address, port }, failed) {
      if (!isOpen || port === 0) process.nextTick(failed);
      else
        socket.send(bytes, port, address, (error) => {
          if (error !== null) failed();
        });
    },
    isOpen: () => isOpen,
    trunkId: null,
  };
}
