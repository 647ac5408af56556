/**
 * What the console and the server say to each other about the audit log, under `/app/audit.json`. Plain types, also for
 * the page.
 */
import type { AuditEntry } from '#domain/identity/audit.ts';

/** An entry, with an ISO time. */
export type AuditEntryView = Omit<AuditEntry, 'at'> & { readonly at: string };

/** A page of entries, the newest first. `next`: the `before` of the next one; null on the last. */
export type AuditView = { readonly entries: readonly AuditEntryView[]; readonly next: number | null };

/** The most entries in one CSV file; the newest are taken. */
export const MAX_CSV_ENTRIES = 10_000;
