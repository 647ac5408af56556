/** Routes that become WebSockets, judged before they do. */
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addressKey } from './network-address.ts';
import type { RawSocket } from './socket.ts';
import { CLOSE, LARGEST_FRAME } from './socket.ts';

/** Who may not enter hears why before the upgrade; who may is served after it. */
export type Admission =
  | { readonly serve: (socket: RawSocket) => void }
  | { readonly status: 401 | 403 | 404; readonly error: string };

export type SocketRoutes = {
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
    options: { maxPayload: LARGEST_FRAME, perMessageDeflate: false },
    errorHandler: (_error: Error, socket: RawSocket) => socket.terminate(),
  });
  const entering = new WeakMap<FastifyRequest, (socket: RawSocket) => void>();
  return {
    add(scope, path, { admit, mostOfAddress = Infinity }) {
      /** Network address -> its open sockets; none that has none. */
      const open = new Map<string, number>();
      const count = (address: string, more: 1 | -1): void => {
        const now = (open.get(address) ?? 0) + more;
        if (now > 0) open.set(address, now);
        else open.delete(address);
      };
      scope.route({
        method: 'GET',
        url: path,
        websocket: true,
        preValidation: async (request, reply) => {
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
