/** The audit log, for administrators at the console: `/app/audit.json` page by page, `/app/audit.csv` in one file. */
import type { FastifyInstance } from 'fastify';
import type { AuditEntry, AuditFilter, AuditStore } from '#domain/identity/audit.ts';
import { EVERY_ENTRY, readAuditAction } from '#domain/identity/audit.ts';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import { readInstant } from '#http/instant.ts';
import { readId } from '#api/kit.ts';
import type { AuditView } from './audit-protocol.ts';
import { MAX_CSV_ENTRIES } from './audit-protocol.ts';
import { csvRow } from './csv.ts';
import type { PageAnswer, PageRouteParts } from './page-routes.ts';
import { createPageRoutes, PageFile } from './page-routes.ts';

export type AuditApiParts = PageRouteParts & { readonly audit: Pick<AuditStore, 'list'> };

/** Act -> who may. */
const MAY = { read: ['admin'] } as const satisfies Record<'read', readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators see the audit log.'],
  malformed: [400, 'This cannot be filtered by.'],
} as const;

const PAGE = 50;
/** Read at a time for a file. */
const CHUNK = 500;

type Query = Readonly<Record<string, string | undefined>>;

/** Adds the routes. */
export function addAuditApi(server: FastifyInstance, parts: AuditApiParts): void {
  const { audit } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);
  type Answer = (me: SignedIn, filter: AuditFilter, query: Query) => Promise<PageAnswer<keyof typeof FAULTS>>;
  const filtered = (url: string, answer: Answer): void =>
    serve('read', 'GET', url, async (me, request) => {
      // Fastify's own reader; a name that comes twice is no text and is refused below.
      const query = request.query as Query;
      const filter = readFilter(query);
      return filter === null ? 'malformed' : answer(me, filter, query);
    });

  filtered('/app/audit.json', async ({ workspaceId }, filter, { before }) => {
    const beyond = before === undefined ? null : readId(before);
    if (before !== undefined && beyond === null) return 'malformed';
    const entries = await audit.list(workspaceId, filter, beyond, PAGE + 1);
    const shown = entries.slice(0, PAGE);
    return {
      entries: shown.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
      next: entries.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
    } satisfies AuditView;
  });

  filtered('/app/audit.csv', async ({ workspaceId }, filter) => {
    const lines = [CSV_HEAD.join(',')];
    let before: number | null = null;
    while (lines.length <= MAX_CSV_ENTRIES) {
      const entries: readonly AuditEntry[] = await audit.list(workspaceId, filter, before, CHUNK);
      lines.push(...entries.map(csvLine));
      before = entries.at(-1)?.id ?? null;
      if (entries.length < CHUNK || before === null) break;
    }
    const file = `${lines.slice(0, MAX_CSV_ENTRIES + 1).join('\r\n')}\r\n`;
    return new PageFile('text/csv; charset=utf-8', file, 'audit-log.csv');
  });
}

const CSV_HEAD = ['at', 'action', 'actor', 'door', 'address', 'target_id', 'target_name', 'changes'] as const;

function csvLine(entry: AuditEntry): string {
  return csvRow([
    entry.at.toISOString(),
    entry.action,
    entry.actor ?? '',
    entry.door,
    entry.address ?? '',
    entry.targetId,
    entry.targetName,
    Object.keys(entry.changes).length === 0 ? '' : JSON.stringify(entry.changes),
  ]);
}

function readFilter(query: Query): AuditFilter | null {
  const { action, agentId, since, until } = query;
  if (Object.values(query).some((value) => typeof value !== 'string')) return null;
  const filter = {
    ...EVERY_ENTRY,
    ...(action === undefined ? {} : { action: readAuditAction(action) }),
    ...(agentId === undefined ? {} : { agentId: readId(agentId) }),
    ...(since === undefined ? {} : { since: readInstant(since, 'query') }),
    ...(until === undefined ? {} : { until: readInstant(until, 'query') }),
  };
  const asked = { action, agentId, since, until };
  const isRead = Object.entries(asked).every(
    ([name, value]) => value === undefined || filter[name as keyof typeof asked] !== null,
  );
  return isRead ? filter : null;
}
