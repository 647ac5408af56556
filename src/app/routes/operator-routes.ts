/**
 * What the server answers outside of the four APIs: health, metrics, recordings here; in `pages/` what people read, one
 * file a page, knowing no vendor and no database.
 */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Store } from '#domain/ports/stores.ts';
import { isPlayable } from '#domain/call/recording.ts';
import { PROBLEMS } from '#api/patchbay/refusals.ts';
import { isBrowser } from '#http/answering.ts';
import { lruOf } from '#http/lru.ts';
import type { Call } from '#domain/call/call.ts';
import type { AuditStore, Noted } from '#domain/identity/audit.ts';
import type { Signer } from '#http/signed-url.ts';
import type { Surface } from '#http/surface.ts';
import { addDocuments } from '#web/pages/documents.ts';
import type { Documents } from '#web/pages/documents.ts';
import { writeFaultPage } from '#web/pages/fault-page.ts';
import { addLlms } from '#web/pages/llms.ts';
import { addNotices } from '#web/pages/notices.ts';
import { SECURITY_HEADERS } from '#web/pages/page.ts';
import { addProblems } from '#web/pages/problems.ts';
import { addReference } from '#web/pages/reference/reference.ts';
import { addStart } from '#web/pages/start.ts';
import { addWellKnown } from '#web/pages/well-known.ts';
import type { Database } from '#storage/database.ts';
import { recordingFile } from '#storage/recordings.ts';
import type { Config } from '#config/config.ts';
import { metrics } from '../metrics.ts';
import { createReadiness } from '../readiness.ts';
import { VERSION } from '#config/version.ts';
import { setHeaders } from '#http/set-headers.ts';

export type PageParts = {
  readonly config: Config;
  readonly database: Database;
  readonly store: Store;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly surfaces: readonly Surface[];
  readonly documents: Documents;
  /** Whether there is no workspace at all. */
  isEmpty(): Promise<boolean>;
  publicUrl(): string;
  readonly audit: Pick<AuditStore, 'noted'>;
};

/**
 * Addresses whose listening has been noted: a player asks for one sound in many pieces. One that is forgotten is noted
 * again.
 */
const MAX_NOTED = 10_000;

/** Beside the sources, wherever they are started from. */
const NOTICES = new URL('../../../THIRD-PARTY-NOTICES.txt', import.meta.url);

const DOCS = join(import.meta.dirname, '..', '..', '..', 'docs');

/** Adds the pages to the server. */
export async function addPages(server: FastifyInstance, parts: PageParts): Promise<void> {
  await server.register(fastifyStatic, { serve: false });
  await server.register(async (scope) => {
    const { surfaces, documents, publicUrl } = parts;
    scope.addHook('onRequest', async (_request, reply) => setHeaders(reply, SECURITY_HEADERS));
    addWellKnown(scope, { securityContact: parts.config.securityContact, publicUrl, now: parts.clock.now });
    addHealth(scope, parts);
    addRecordings(scope, parts);
    addStart(scope, { surfaces, publicUrl, isEmpty: parts.isEmpty });
    addProblems(scope, PROBLEMS);
    addNotices(scope, NOTICES);
    addDocuments(scope, surfaces, documents);
    addReference(scope, { surfaces, documents, publicUrl });
    addLlms(scope, { surfaces, documents, publicUrl, directory: DOCS });
  });
}

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

/** Why a recording is not to be had, and how that is said to a program. */
const NO_RECORDING = {
  forged: ['forbidden', 403, 'This link is invalid or has expired.'],
  expired: ['gone', 410, 'This address has expired.'],
  unknown: ['not_found', 404, 'Recording not found.'],
} as const;

/**
 * The bytes of recordings, for anyone who has a signed address; range requests by RFC 9110, section 14. Who listens is
 * noted before the first byte leaves: once for each address that was handed out, and for each network address that uses
 * it.
 */
function addRecordings(server: FastifyInstance, { config, store, signer, clock, audit }: PageParts): void {
  const noted = lruOf<string, true>(MAX_NOTED);
  server.get<{ Params: { uid: string }; Querystring: Record<string, string> }>(
    '/recordings/:uid',
    async (request, reply) => {
      const { uid } = request.params;
      const verdict = signer.verify(`/recordings/${uid}`, request.query, clock.now());
      if (verdict !== 'valid') return refuseRecording(request, reply, verdict);
      const call = await store.calls.byRecording(uid);
      if (call === null || !isPlayable(call.recording)) return refuseRecording(request, reply, 'unknown');
      const key = `${request.query['signature']} ${request.ip}`;
      if (noted.get(key) !== true) await audit.noted(playedBy(call, request.query['by'] ?? '', request.ip));
      noted.set(key, true);
      const { folder, name } = recordingFile(config.dataDirectory, uid);
      return reply
        .header('cache-control', 'private, no-store')
        .sendFile(name, folder, { cacheControl: false, dotfiles: 'deny' });
    },
  );
}

/**
 * Who listens, as the address of the recording names them: `a` with an agent's id, `t` with a token's; else no one is
 * known.
 */
function playedBy({ workspaceId, id, recording }: Call, by: string, address: string): Noted {
  const who = Number(by.slice(1));
  return {
    workspaceId,
    action: recording?.kind === 'voicemail' ? 'voicemail.played' : 'recording.played',
    targetId: id,
    agentId: by.startsWith('a') ? who : null,
    tokenId: by.startsWith('t') ? who : null,
    address,
  };
}

/** A sentence for programs; a page for people, who come by a link. */
async function refuseRecording(
  request: FastifyRequest,
  reply: FastifyReply,
  why: keyof typeof NO_RECORDING,
): Promise<FastifyReply> {
  const [fault, status, sentence] = NO_RECORDING[why];
  if (!isBrowser(request)) return reply.status(status).type('text/plain').send(sentence);
  const page = writeFaultPage(fault, request.id, [sentence.slice(0, -1), ASK_AGAIN]);
  return reply
    .status(page.status)
    .headers(page.headers ?? {})
    .send(page.body);
}

const ASK_AGAIN = 'Addresses of recordings work for an hour. Open the call again to get a new one.';
