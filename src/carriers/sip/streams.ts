/** Connections over TCP and TLS: those that trunks make to us, and those that we make to them and use again. */
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { SecureContext } from 'node:tls';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Clock } from '#domain/ports/stores.ts';
import type { SipTransport } from '#sip/location/location.ts';
import type { Reading } from '#sip/message/read-message.ts';
import type { NoWay } from './ask.ts';
import type { TlsParts } from './connect.ts';
import { connectTo } from './connect.ts';
import type { Connection } from './connection.ts';
import { takeConnection } from './connection.ts';
import type { Flow, Listening } from './flow.ts';
import type { Tell } from './news.ts';
import { plainAddress } from './own-address.ts';
import type { Target } from './targets.ts';

/** The connections. */
export type Streams = {
  listen(): Promise<void>;
  /** The connection to a target: the one there is, or a new one. */
  open(target: Target, trunkId: number): Promise<Flow | NoWay>;
  /** The port where we listen for a transport; null where we do not. */
  portOf(transport: SipTransport): number | null;
  /** Closes the connections to a trunk that is gone or has changed. */
  drop(trunkId: number): void;
  size(): number;
  close(): Promise<void>;
};

/** What they need. */
export type StreamParts = {
  readonly listening: readonly Listening[];
  readonly tls: TlsParts;
  readonly clock: Clock;
  readonly tell: Tell;
  /** Whether an address is a trunk's: no one else is spoken to. */
  isKnown(address: string): boolean;
  /** Someone else connected. */
  stranger(): void;
  reading(reading: Reading, flow: Flow): void;
};

/** Connections at once, of all trunks. */
const MAX_CONNECTIONS = 1000;
/** How often each connection is asked whether it is still there. Source: RFC 5626 section 4.4.1, and providers. */
const KEEP_ALIVE_EVERY = 30_000;
/** How long a client may take over the handshake of TLS. Milliseconds. */
const HANDSHAKE_WITHIN = 5000;

/** Makes them; nothing is bound before `listen`. */
export function createStreams(parts: StreamParts): Streams {
  const { listening, tls, clock, tell, isKnown, stranger, reading } = parts;
  const servers: { readonly transport: SipTransport; readonly server: Server }[] = [];
  const all = new Set<Connection>();
  const byTarget = new Map<string, Promise<Connection | NoWay>>();
  const shaking = new Set<Socket>();
  let stopKeeping: (() => void) | null = null;
  let isClosed = false;

  const keepAlive = (): void => {
    stopKeeping ??= clock.after(KEEP_ALIVE_EVERY, async () => {
      stopKeeping = null;
      for (const each of all) each.keepAlive();
      if (all.size > 0) keepAlive();
    });
  };

  const take = (socket: Socket, transport: SipTransport, trunkId: number | null, closed: () => void): Connection => {
    const connection: Connection = takeConnection({
      socket,
      transport,
      trunkId,
      now: clock.elapsed,
      reading,
      closed() {
        all.delete(connection);
        closed();
      },
    });
    all.add(connection);
    keepAlive();
    return connection;
  };

  /** Takes a trunk's connection; no byte goes to anyone else, not even those of TLS. */
  const came = (socket: Socket, transport: SipTransport, context: SecureContext | null): void => {
    socket.on('error', () => socket.destroy());
    if (!isKnown(plainAddress(socket.remoteAddress ?? ''))) {
      stranger();
      socket.resetAndDestroy();
    } else if (all.size + shaking.size >= MAX_CONNECTIONS) {
      tell({ type: 'overloaded', what: 'connections' });
      socket.resetAndDestroy();
    } else if (context === null) take(socket, transport, null, () => undefined);
    else shake(socket, context);
  };

  const shake = (socket: Socket, secureContext: SecureContext): void => {
    const secure = new TLSSocket(socket, { isServer: true, secureContext });
    shaking.add(secure);
    const stopWaiting = clock.after(HANDSHAKE_WITHIN, async () => void secure.destroy());
    const done = (): void => {
      stopWaiting();
      shaking.delete(secure);
    };
    secure.once('close', done).on('error', () => secure.destroy());
    secure.once('secure', () => {
      done();
      take(secure, 'TLS', null, () => undefined);
    });
  };

  const bindOne = async ({ transport, address, port }: Listening, context: SecureContext | null): Promise<void> => {
    const server = createServer((socket) => came(socket, transport, context));
    const ready = Promise.withResolvers<null>();
    server.once('error', ready.reject);
    server.listen({ port, host: address, ipv6Only: true }, () => ready.resolve(null));
    await ready.promise;
    server.off('error', ready.reject);
    server.on('error', (error) => tell({ type: 'socket_failed', transport, error }));
    servers.push({ transport, server });
  };

  const connect = async (target: Target, trunkId: number, name: string): Promise<Connection | NoWay> => {
    if (all.size >= MAX_CONNECTIONS) return { fault: 'overloaded', detail: 'Too many connections are open.' };
    const made = await connectTo(target, tls);
    if ('fault' in made) return made;
    const connection = take(made, target.transport, trunkId, () => void byTarget.delete(name));
    if (isClosed) connection.close();
    return connection;
  };

  const close = async (): Promise<void> => {
    isClosed = true;
    stopKeeping?.();
    const ending = servers
      .splice(0)
      .map(async ({ server }) => new Promise<void>((done) => void server.close(() => done())));
    for (const each of all) each.close();
    for (const each of shaking) each.destroy();
    await Promise.all(ending);
  };

  return {
    async listen() {
      isClosed = false;
      try {
        for (const each of listening) await bindOne(each, each.transport === 'TLS' ? contextOf(tls) : null);
      } catch (error) {
        await close();
        throw error;
      }
    },
    async open(target, trunkId) {
      const name = JSON.stringify([trunkId, target]);
      const making = byTarget.get(name) ?? connect(target, trunkId, name);
      byTarget.set(name, making);
      const made = await making;
      if ('flow' in made) return made.flow;
      byTarget.delete(name);
      return made;
    },
    portOf(transport) {
      const bound = servers.find((each) => each.transport === transport)?.server.address();
      return typeof bound === 'object' && bound !== null ? bound.port : null;
    },
    drop(trunkId) {
      for (const each of all) if (each.flow.channel.trunkId === trunkId) each.close();
    },
    size: () => all.size,
    close,
  };
}

function contextOf({ own }: TlsParts): SecureContext {
  if (own === null) throw new Error('TLS needs a certificate: PATCHBAY_SIP_TLS_CERT and PATCHBAY_SIP_TLS_KEY.');
  return createSecureContext({ cert: own.certificate, key: own.key, minVersion: 'TLSv1.2' });
}
