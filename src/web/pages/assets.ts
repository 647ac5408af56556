/**
 * The files that pages load: scripts, styles, icons. Their names change with what is in them, so that a browser may
 * keep them for good.
 */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

/** Where built pages look for them. */
const PATH = '/app/assets/:name';
/** A year. Source: RFC 8246, `immutable`. */
const CACHE = 'public, max-age=31536000, immutable';

/** Adds them; `directory` holds the built pages. */
export function addAssets(server: FastifyInstance, directory: string): void {
  server.get<{ Params: { name: string } }>(PATH, async (request, reply) => {
    const { name } = request.params;
    if (!/^[\w-][\w.-]*$/.test(name)) return reply.callNotFound();
    return reply.header('cache-control', CACHE).sendFile(name, join(directory, 'assets'), { cacheControl: false });
  });
}
