/**
 * What the server answers outside of the four APIs: health, metrics, recordings here; in `pages/` what people read, one file a page, knowing
 * no vendor and no database.
 */
import { STATUS_CODES } from 'node:http';
import fastifyStatic from '@fastify/static';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Clock, Store } from '#call/ports.ts';
import { isPlayable } from '#call/recording.ts';
import { PROBLEMS } from '#dialects/patchbay/refusals.ts';
import type { Signer } from '#http/signed-url.ts';
import type { Surface } from '#http/surface.ts';
import { addDocuments, addReader } from '#pages/documents.ts';
import type { Documents } from '#pages/documents.ts';
import { markup, PAGE_HEADERS, SECURITY_HEADERS, writePage } from '#pages/page.ts';
import { addNotices } from '#pages/notices.ts';
import { addProblems } from '#pages/problems.ts';
import { addStart } from '#pages/start.ts';
import type { Database } from '#storage/database.ts';
import { recordingFile } from '#storage/recordings.ts';
import type { Config } from './config.ts';
import { metrics } from './log.ts';
import { createReadiness } from './readiness.ts';
import { VERSION } from './version.ts';

export type PageParts = {
  readonly config: Config;
  readonly database: Database;
  readonly store: Store;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly surfaces: readonly Surface[];
  readonly documents: Documents;
  publicUrl(): string;
  failed(what: string, error: unknown): void;
};

/** Beside the sources, wherever they are started from. */
const NOTICES = new URL('../THIRD-PARTY-NOTICES.txt', import.meta.url);

/** Adds the pages to the server. */
export async function addPages(server: FastifyInstance, parts: PageParts): Promise<void> {
  await server.register(fastifyStatic, { serve: false });
  await server.register(async (scope) => {
    const { surfaces, documents, publicUrl } = parts;
    scope.addHook('onRequest', async (_request, reply) => void reply.headers(SECURITY_HEADERS));
    scope.setErrorHandler(async (error: FastifyError, _request, reply) => {
      // What the request itself got wrong, such as a range beyond the end of a file.
      const status = error.statusCode ?? 500;
      if (status < 500) return reply.status(status).type('text/plain').send(STATUS_CODES[status]);
      parts.failed('page', error);
      return reply.status(503).headers(PAGE_HEADERS).send(writePage('Not now', NOT_NOW));
    });
    addHealth(scope, parts);
    addRecordings(scope, parts);
    addStart(scope, surfaces, publicUrl);
    addProblems(scope, PROBLEMS);
    addNotices(scope, NOTICES);
    addDocuments(scope, surfaces, documents);
    await addReader(scope, surfaces);
  });
}

const NOT_NOW = markup`<h1>Not now</h1>
  <p>Something is missing that this page needs. Try again in a moment.</p>`;

function addHealth(server: FastifyInstance, parts: PageParts): void {
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/version', async () => ({ name: 'patchbay', version: VERSION }));
  server.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
  const look = createReadiness({
    askDatabase: async () => parts.database.pool.query('select 1'),
    directory: parts.config.dataDirectory,
    reserveBytes: parts.config.diskReserveBytes,
  });
  server.get('/readyz', async (_request, reply) => {
    const checks = await look();
    const isReady = Object.values(checks).every(Boolean);
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'not ready', checks });
  });
}

/** The bytes of recordings, for whoever has a signed address; range requests by RFC 9110, section 14. */
function addRecordings(server: FastifyInstance, { config, store, signer, clock }: PageParts): void {
  server.get<{ Params: { uid: string }; Querystring: Record<string, string> }>(
    '/recordings/:uid',
    async (request, reply) => {
      const { uid } = request.params;
      const verdict = signer.verify(`/recordings/${uid}`, request.query, clock.now());
      if (verdict === 'forged') return reply.status(403).type('text/plain').send('This address is not valid.');
      if (verdict === 'expired') return reply.status(410).type('text/plain').send('This address has expired.');
      const call = await store.calls.byRecording(uid);
      if (call === null || !isPlayable(call.recording))
        return reply.status(404).type('text/plain').send('There is no such recording.');
      const { folder, name } = recordingFile(config.dataDirectory, uid);
      return reply
        .header('cache-control', 'private, no-store')
        .header('x-content-type-options', 'nosniff')
        .sendFile(name, folder, { cacheControl: false, dotfiles: 'deny' });
    },
  );
}
