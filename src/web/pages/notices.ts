/** The licenses of what is shipped with Patchbay and was made by others. */
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

/** Adds `/third-party-notices.txt`; `file` is what `npm run generate` writes. */
export function addNotices(server: FastifyInstance, file: URL): void {
  server.get('/third-party-notices.txt', async (_request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(await readFile(file, 'utf8')),
  );
}
