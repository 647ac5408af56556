/** How connections end when the server closes. */
import type { FastifyInstance } from 'fastify';
import { setHeaders } from './set-headers.ts';

/** How long a closing server waits for answers under way and for connections on which nothing was ever asked. */
const MAX_FAREWELL_MS = 10_000;

/**
 * From the moment the server closes every answer ends its connection. Without it a client that keeps its connection
 * alive would hold the server open for as long as it likes: only connections that are idle at that moment are closed by
 * themselves.
 */
export function drainConnections(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    setTimeout(() => app.server.closeAllConnections(), MAX_FAREWELL_MS).unref();
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) setHeaders(reply, { connection: 'close' });
    done(null, payload);
  });
}
