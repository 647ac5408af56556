/** The reporter of a call tells more of it. Source: seed 003. */
import type { Contact, ContactCard } from '#domain/directory/contact.ts';
import type { Call } from '#domain/call/call.ts';
import type { Report } from '#domain/call/report.ts';
import { endsOf, handledAt } from '#domain/call/reported-call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { CallState } from '#domain/call/state.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';
import { contactNamed, staffId } from '../core/reporting.ts';

/** What a reporter may change later; a state only together with the word it comes from. */
export type ReportChange = {
  readonly report: Partial<Report>;
  readonly state?: CallState;
  readonly direction?: Call['direction'];
};

/**
 * Takes a later report. Refused: an unknown call, one that the engine itself leads, an external uuid that another call
 * has, and a word that would let a call ring again that has ended.
 */
export async function updateReport(
  deps: Deps,
  by: Actor,
  callId: number,
  change: ReportChange,
): Promise<Outcome<Call>> {
  const { workspaceId } = by;
  const people = await peopleOf(deps, workspaceId, callId, change);
  try {
    let isReported = false;
    const outcome = await act(deps, by, 'update_report', callId, (call, now) => {
      isReported = call.report !== null;
      return laterWord(call, change, people, now);
    });
    const isTooLate = !outcome.ok && isReported && outcome.refusal.code === 'event_not_allowed';
    return isTooLate ? refused({ code: 'report_ended' }) : outcome;
  } catch (error) {
    // The index on external uuids has refused it, if another call has this one by now; anything else is a fault of
    // ours.
    if (await isTaken(deps, workspaceId, callId, change.report.externalUuid)) return refused({ code: 'report_taken' });
    throw error;
  }
}

type People = { readonly agentId?: number | null; readonly contact?: ContactCard | null };

function laterWord(call: Call, { report, state, direction }: ReportChange, people: People, now: Date) {
  const to = state ?? call.state;
  const at = call.report === null ? null : handledAt({ state: call.state, report: call.report }, report, to, now);
  return {
    type: 'reported',
    report: { ...report, handledAt: at },
    state: to,
    direction: direction ?? call.direction,
    ...people,
  } as const;
}

/** Whom the change makes the call's agent and contact; what it says nothing of stays. */
async function peopleOf(deps: Deps, workspaceId: number, callId: number, change: ReportChange): Promise<People> {
  const { staffUid, clientUid, fromNumber, toNumber } = change.report;
  const agent = staffUid === undefined ? {} : { agentId: await staffId(deps, workspaceId, staffUid) };
  const concernsContact = [clientUid, fromNumber, toNumber, change.direction].some((each) => each !== undefined);
  const call = concernsContact ? await deps.store.calls.byId(workspaceId, callId) : null;
  if (call === null || call.report === null) return agent;
  const report = { ...call.report, ...change.report };
  const { contactNumber } = endsOf(report, change.direction ?? call.direction);
  const named = await contactNamed(deps, workspaceId, report.clientUid);
  if (named !== null) return { ...agent, contact: cardOf(named) };
  return {
    ...agent,
    contact: contactNumber === null ? null : await deps.live.contacts.ofPhone(workspaceId, contactNumber),
  };
}

function cardOf({ id, uid, identifier, outContactId }: Contact): ContactCard {
  return { id, uid, identifier, outContactId };
}

async function isTaken(
  deps: Deps,
  workspaceId: number,
  callId: number,
  externalUuid: string | undefined,
): Promise<boolean> {
  if (externalUuid === undefined) return false;
  const found = await deps.store.calls.search(workspaceId, {
    where: [[{ field: 'reportExternalUuid', operator: 'eq', value: externalUuid }]],
    sort: [],
    limit: 1,
    offset: 0,
  });
  return found.some((call) => call.id !== callId);
}
