/** The OpenAPI documents, and the reader for them. */
import scalar from '@scalar/fastify-api-reference';
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

/** The reader writes its styles and its configuration into the page; it may fetch only from here. */
const READER_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Adds `/docs/`. */
export async function addReader(server: FastifyInstance, surfaces: readonly Surface[]): Promise<void> {
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      // The reader's own routes take the host for an address, whatever it is.
      if (!URL.canParse(`${request.protocol}://${request.hostname}`)) return reply.status(400).send();
      const isScript = request.url.endsWith('.js');
      void reply.headers({
        'content-security-policy': READER_POLICY,
        'cache-control': isScript ? 'public, max-age=3600' : 'no-store',
      });
    });
    await scope.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        pageTitle: 'Patchbay: the APIs',
        // Our own first: it is the only one that is documented nowhere else.
        sources: surfaces.toReversed().map(({ name, title }) => ({ slug: name, title, url: addressOf(name) })),
        withDefaultFonts: false,
        telemetry: false,
        hideClientButton: true,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    });
  });
}
