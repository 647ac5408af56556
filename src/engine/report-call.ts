/** Calls made elsewhere: written down as their reporter tells them, never routed. Source: seed 003. */
import { readPhoneNumber } from '#directory/phone-number.ts';
import type { Call, CallDraft } from '#call/call.ts';
import { BLANK } from '#call/call.ts';
import type { Report } from '#call/reported-call.ts';
import type { Outcome } from '#call/refusal.ts';
import { done, refused } from '#call/refusal.ts';
import type { CallState } from '#call/state.ts';
import type { Deps } from './deps.ts';

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
  const far = direction === 'inbound' ? report.fromNumber : report.toNumber;
  const near = direction === 'inbound' ? report.toNumber : report.fromNumber;
  const contact = await deps.store.directory.contactByUid(workspaceId, report.clientUid);
  const draft: CallDraft = {
    ...BLANK,
    uid: deps.newUid(),
    workspaceId,
    origin: 'reported',
    direction,
    state,
    conversationId: null,
    lang: 'en',
    contactId: contact?.id ?? null,
    contactNumber: readPhoneNumber(far) ?? far,
    ownNumber: near,
    agentId: await staffId(deps, workspaceId, report.staffUid),
    carrier: 'reported',
    createdAt: now,
    updatedAt: now,
    participants: [],
    report,
    summary: report.summary,
    requestKey,
  };
  const call = await deps.mover.create(draft);
  if (call !== null) return done(call);
  const earlier = requestKey === null ? null : await deps.store.calls.byRequestKey(workspaceId, requestKey);
  return earlier === null ? refused({ code: 'report_taken' }) : done(earlier);
}

async function staffId(deps: Deps, workspaceId: number, uid: string): Promise<number | null> {
  const { agents } = await deps.store.directory.load(workspaceId);
  return agents.values().find((agent) => agent.uid === uid)?.id ?? null;
}

/** What a reporter may change later; a state only together with the word it comes from. */
export type ReportChange = {
  readonly report: Partial<Report>;
  readonly state?: CallState;
  readonly direction?: Call['direction'];
};

/** Takes a later report. Refused: an unknown call, one that the engine itself leads. */
export async function updateReport(
  deps: Deps,
  workspaceId: number,
  callId: number,
  change: ReportChange,
): Promise<Outcome<Call>> {
  return deps.mover.happened(
    callId,
    (call) => ({
      type: 'reported',
      report: change.report,
      state: change.state ?? call.state,
      direction: change.direction ?? call.direction,
    }),
    workspaceId,
  );
}
