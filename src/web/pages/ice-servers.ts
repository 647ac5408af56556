/**
 * What a browser behind a strict network needs to reach the server's sound: `/ice-servers`, asked by both pages before
 * they offer.
 */
import type { FastifyInstance } from 'fastify';
import { isFromOurPages } from '#http/sessions.ts';
import { setHeaders } from '#http/set-headers.ts';

/** As `RTCConfiguration` has it. Source: W3C WebRTC 1.0, section 4.2.4. */
export type IceServer = {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
};

/**
 * Adds the route. Anyone who may call may know them: a TURN account for pages is no secret from callers, and must be
 * good for nothing else.
 */
export function addIceServers(
  server: FastifyInstance,
  { iceServers, publicUrl }: { readonly iceServers: readonly IceServer[]; publicUrl(): string },
): void {
  server.get('/ice-servers', async (request, reply) => {
    setHeaders(reply, { 'cache-control': 'no-store' });
    if (!isFromOurPages(request.headers, publicUrl())) return reply.status(403).send({ error: 'foreign_origin' });
    return reply.send({ iceServers });
  });
}
