/** Routes that become WebSockets, judged before they do. */
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addressKey } from './network-address.ts';
import { pathOf } from './places.ts';
import type { RawSocket } from './socket.ts';
import { CLOSE } from './close-codes.ts';
import { MAX_FRAME } from './socket.ts';

/** Who may not enter hears why before the upgrade; who may is served after it. */
export type Admission =
  | { readonly serve: (socket: RawSocket) => void }
  | { readonly status: 401 | 403 | 404; readonly error: string };

export type SocketRoutes = {
  /** Whether the address is a socket's. */
  has(url: string): boolean;
  add(server: FastifyInstance, path: string, door: SocketDoor): void;
};

/** Who enters by a path. */
export type SocketDoor = {
  /** Given the request, the parameters of its path, and the network address that asks, as `addressKey` counts it. */
  admit(request: FastifyRequest, params: Readonly<Record<string, string>>, address: string): Promise<Admission>;
  /** Sockets open at once of one network address. Default: any number. */
  readonly mostOfAddress?: number;
};

/** Prepares the server for sockets; call it before any socket's route is added. */
export async function openSockets(server: FastifyInstance): Promise<SocketRoutes> {
  await server.register(websocket, {
    options: { maxPayload: MAX_FRAME, perMessageDeflate: false },
    errorHandler: (_error: Error, socket: RawSocket) => socket.terminate(),
    preClose(this: FastifyInstance, done: () => void) {
      for (const socket of this.websocketServer.clients) socket.close(CLOSE.goingAway, 'the server stops');
      this.websocketServer.close(() => undefined);
      done();
    },
  });
  const patterns: RegExp[] = [];
  const entering = new WeakMap<FastifyRequest, (socket: RawSocket) => void>();
  return {
    has: (url) => patterns.some((pattern) => pattern.test(pathOf(url))),
    add(scope, path, { admit, mostOfAddress = Infinity }) {
      /** Network address -> its open sockets; none that has none. */
      const open = new Map<string, number>();
      const count = (address: string, more: 1 | -1): void => {
        const now = (open.get(address) ?? 0) + more;
        if (now > 0) open.set(address, now);
        else open.delete(address);
      };
      patterns.push(new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`));
      scope.route({
        method: 'GET',
        url: path,
        websocket: true,
        preValidation: async (request, reply) => {
          // RFC 9110, section 15.5.22.
          if (!request.ws) return reply.status(426).header('upgrade', 'websocket').send({ error: 'upgrade_required' });
          const address = addressKey(request.ip);
          if ((open.get(address) ?? 0) >= mostOfAddress) return reply.status(429).send({ error: 'too_many' });
          const admission = await admit(request, request.params as Record<string, string>, address);
          if ('status' in admission) return reply.status(admission.status).send({ error: admission.error });
          entering.set(request, admission.serve);
        },
        handler: (socket: RawSocket, request: FastifyRequest) => {
          const serve = entering.get(request);
          const address = addressKey(request.ip);
          count(address, 1);
          socket.on('close', () => count(address, -1));
          if (serve === undefined) socket.close(CLOSE.policy, 'not admitted');
          else serve(socket);
        },
      });
    },
  };
}
