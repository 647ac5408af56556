/** The OpenAPI documents; `reference/` writes them for people. */
import type { FastifyInstance } from 'fastify';
import type { Surface } from '#http/surface.ts';

/** Gives the document of each surface, by its name; once the server is ready. */
export type Documents = () => ReadonlyMap<string, object>;

/** Adds `/openapi.json`, which names the documents, and one address for each. */
export function addDocuments(server: FastifyInstance, surfaces: readonly Surface[], documents: Documents): void {
  server.get('/openapi.json', async () => ({
    documents: surfaces.map(({ name, title, version }) => ({ name, title, version, url: addressOf(name) })),
  }));
  for (const { name } of surfaces)
    server.get(addressOf(name), async (_request, reply) =>
      reply
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(documents().get(name)),
    );
}

function addressOf(name: string): string {
  return `/openapi/${name}.json`;
}
