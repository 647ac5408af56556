/** A call that was made elsewhere is written down as its reporter tells it, never routed. Source: seed 003. */
import type { Call, CallDraft } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import type { Report } from '#domain/call/report.ts';
import { endsOf, factsOf } from '#domain/call/reported-call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { CallState } from '#domain/call/state.ts';
import type { Deps } from '../core/deps.ts';
import { contactNamed, staffId } from '../core/reporting.ts';

/** A report with the state that its status word means. */
export type Reported = { readonly direction: Call['direction']; readonly state: CallState; readonly report: Report };

/** Writes the call down. Refused: an external uuid that the workspace has already. */
export async function reportCall(
  deps: Deps,
  workspaceId: number,
  { direction, state, report }: Reported,
  requestKey: string | null,
): Promise<Outcome<Call>> {
  const now = deps.clock.now();
  const contact = await contactNamed(deps, workspaceId, report.clientUid);
  const agentId = await staffId(deps, workspaceId, report.staffUid);
  const draft: CallDraft = {
    ...CALL_DEFAULTS,
    ...endsOf(report, direction),
    uid: deps.newUid(),
    workspaceId,
    origin: 'reported',
    direction,
    state,
    conversationId: null,
    lang: 'en',
    contactId: contact?.id ?? null,
    agentId,
    ...factsOf({ state, direction, agentId, durationSeconds: report.durationSeconds, before: null }, now),
    carrier: 'reported',
    createdAt: now,
    updatedAt: now,
    report,
    summary: report.summary,
    requestKey,
  };
  const created = await deps.transitions.create(draft);
  if (!created.ok) return created;
  if (created.value !== null) return done(created.value);
  const earlier = requestKey === null ? null : await deps.store.calls.byRequestKey(workspaceId, requestKey);
  return earlier === null ? refused({ code: 'report_taken' }) : done(earlier);
}
