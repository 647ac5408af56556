/** Retention at the console, for administrators: `/app/retention.json`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Retention, RetentionKind, RetentionStore } from '#domain/directory/retention.ts';
import { RETENTION_DAYS, RETENTION_KINDS } from '#domain/directory/retention.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { refusePage } from '#http/page-fault.ts';
import { isFromOurPages } from '#http/sessions.ts';
import { fieldsOf } from '#api/kit.ts';
import type { RetentionView } from './retention-protocol.ts';
import type { SignIns } from './sign-in.ts';

export type RetentionApiParts = {
  readonly retention: RetentionStore;
  readonly signIns: Pick<SignIns, 'read'>;
  readonly clock: Clock;
  publicUrl(): string;
};

const FAULTS = {
  signed_out: [401, 'Sign in first.'],
  foreign_origin: [403, 'This request did not come from our pages.'],
  not_yours: [403, 'Only administrators decide what is kept.'],
  malformed: [400, `Days from ${RETENTION_DAYS.min} to ${RETENTION_DAYS.max}, or nothing.`],
} as const;

/** Adds the routes. `POST` to `/app/retention/preview.json` counts by what is asked, and changes nothing. */
export function addRetentionApi(
  server: FastifyInstance,
  { retention, signIns, clock, publicUrl }: RetentionApiParts,
): void {
  const view = async (workspaceId: number, kept: Retention): Promise<RetentionView> => ({
    retention: kept,
    due: await retention.due(workspaceId, kept, clock.now()),
  });
  type Answer = (me: SignedIn, request: FastifyRequest) => Promise<RetentionView | keyof typeof FAULTS>;
  const serve = (method: 'GET' | 'POST' | 'PATCH', url: string, answer: Answer): void => {
    server.route({
      method,
      url,
      handler: async (request, reply) => {
        const found = await signIns.read(request.headers);
        if (found === null) return refuse(reply, 'signed_out');
        if (method !== 'GET' && !isFromOurPages(request.headers, publicUrl())) return refuse(reply, 'foreign_origin');
        if (found.me.role !== 'admin') return refuse(reply, 'not_yours');
        const answered = await answer(found.me, request);
        return typeof answered === 'string'
          ? refuse(reply, answered)
          : reply.header('cache-control', 'no-store').send(answered);
      },
    });
  };

  serve('GET', '/app/retention.json', async ({ workspaceId }) => view(workspaceId, await retention.of(workspaceId)));
  serve('POST', '/app/retention/preview.json', async ({ workspaceId }, { body }) => {
    const asked = readRetention(body);
    return asked === null ? 'malformed' : view(workspaceId, asked);
  });
  serve('PATCH', '/app/retention.json', async ({ workspaceId }, { body }) => {
    const asked = readRetention(body);
    return asked === null ? 'malformed' : view(workspaceId, await retention.change(workspaceId, asked));
  });
}

async function refuse(reply: FastifyReply, fault: keyof typeof FAULTS): Promise<FastifyReply> {
  const [status, message] = FAULTS[fault];
  return refusePage(reply, status, fault, message);
}

/** All kinds, each with its days or null. */
function readRetention(body: unknown): Retention | null {
  const fields = fieldsOf(body);
  const isDays = (value: unknown): value is number | null =>
    value === null ||
    (typeof value === 'number' &&
      Number.isInteger(value) &&
      value >= RETENTION_DAYS.min &&
      value <= RETENTION_DAYS.max);
  const entries = RETENTION_KINDS.map((kind) => [kind, fields[kind]] as const);
  if (!entries.every(([, value]) => isDays(value))) return null;
  // Each has just been held against what it may be.
  return Object.fromEntries(entries) as Record<RetentionKind, number | null>;
}
