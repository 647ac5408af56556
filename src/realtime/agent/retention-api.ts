/** Retention at the console, for administrators: `/app/retention.json`. */
import type { FastifyInstance } from 'fastify';
import type { Retention, RetentionKind, RetentionStore } from '#domain/directory/retention.ts';
import { RETENTION_DAYS, RETENTION_KINDS } from '#domain/directory/retention.ts';
import type { Role } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { fieldsOf } from '#api/kit.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type { RetentionView } from './retention-protocol.ts';

export type RetentionApiParts = PageRouteParts & {
  readonly retention: RetentionStore;
  readonly clock: Clock;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators decide what is kept.'],
  malformed: [400, `Days from ${RETENTION_DAYS.min} to ${RETENTION_DAYS.max}, or nothing.`],
} as const;

/** Adds the routes. `POST` to `/app/retention/preview.json` counts by what is asked, and changes nothing. */
export function addRetentionApi(server: FastifyInstance, parts: RetentionApiParts): void {
  const { retention, clock } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  const view = async (workspaceId: number, kept: Retention): Promise<RetentionView> => ({
    retention: kept,
    due: await retention.due(workspaceId, kept, clock.now()),
  });

  serve('read', 'GET', '/app/retention.json', async ({ workspaceId }) =>
    view(workspaceId, await retention.of(workspaceId)),
  );
  serve('read', 'POST', '/app/retention/preview.json', async ({ workspaceId }, { body }) => {
    const asked = readRetention(body);
    return asked === null ? 'malformed' : view(workspaceId, asked);
  });
  serve('change', 'PATCH', '/app/retention.json', async ({ workspaceId }, { body }) => {
    const asked = readRetention(body);
    return asked === null ? 'malformed' : view(workspaceId, await retention.change(workspaceId, asked));
  });
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
