/** The audit log, asked of the server. */
import type { AuditAction } from '#domain/identity/audit.ts';
import type { AuditView } from '#realtime/agent/audit-protocol.ts';
import { getJson } from '../../parts/request.ts';

/** What the page narrows the log by. Days are of the reader's own time zone, `2026-11-27`; empty is any. */
export type AuditWish = {
  readonly action: AuditAction | '';
  readonly agentId: string;
  readonly from: string;
  readonly to: string;
};

export const ANY: AuditWish = { action: '', agentId: '', from: '', to: '' };

/** The query of an address: both days are included. */
export function writeWish({ action, agentId, from, to }: AuditWish): URLSearchParams {
  const query = new URLSearchParams();
  if (action !== '') query.set('action', action);
  if (agentId !== '') query.set('agentId', agentId);
  if (from !== '') query.set('since', dayStart(from, 0));
  if (to !== '') query.set('until', dayStart(to, 1));
  return query;
}

/** The start of the day, or of one so many days later, in UTC. */
function dayStart(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** A page of the log: all that come after the entry with this id. */
export async function readAudit(wish: AuditWish, before: number | null): Promise<AuditView> {
  const query = writeWish(wish);
  if (before !== null) query.set('before', String(before));
  return getJson<AuditView>(`/app/audit.json?${query.toString()}`);
}
