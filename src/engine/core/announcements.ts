/** Fin Voice: announcements of another telephony system, matched to the call that arrives, resolved when it ends. */
import type { Call } from '#domain/call/call.ts';
import type { ExternalCall, FinOutcome } from '#domain/call/external-call.ts';
import { cutSummary, MATCH_WINDOW_MINUTES } from '#domain/call/external-call.ts';
import type { Deps } from './deps.ts';

/**
 * Gives the newest announcement of that caller that was waiting when the call arrived to the call. Safe to repeat at
 * any time: what was announced after the call arrived is for another call.
 */
export async function matchAnnouncement(deps: Pick<Deps, 'store'>, call: Call): Promise<ExternalCall | null> {
  const since = new Date(call.createdAt.getTime() - MATCH_WINDOW_MINUTES * 60_000);
  return deps.store.externalCalls.match(call, since);
}

/** Notes the outcome at the announcement, if the call had one. Safe to repeat, and before the match was made. */
export async function resolveAnnouncement(
  deps: Pick<Deps, 'store'>,
  callId: number,
  outcome: FinOutcome,
): Promise<void> {
  const announced = await announcementOf(deps, callId);
  if (announced === null) return;
  await deps.store.externalCalls.resolve(announced.id, outcome.resolution, {
    summary: cutSummary(outcome.summary),
    intents: outcome.intents,
  });
}

/**
 * The outcome of a call in which the voice agent did not get to speak, or did not tell: the system that announced it
 * must see to the caller.
 */
const DEFAULT_OUTCOME: FinOutcome = { resolution: 'escalated', summary: '', intents: [] };

/**
 * Ends an announcement whose call has ended without an outcome, so that none is in progress forever. Safe to repeat.
 */
export async function closeAnnouncement(deps: Pick<Deps, 'store'>, callId: number): Promise<void> {
  const announced = await announcementOf(deps, callId);
  if (announced?.status === 'in-progress') await resolveAnnouncement(deps, callId, DEFAULT_OUTCOME);
}

/** The call's announcement; one that was not matched yet is now. */
async function announcementOf(deps: Pick<Deps, 'store'>, callId: number): Promise<ExternalCall | null> {
  const announced = await deps.store.externalCalls.byCall(callId);
  if (announced !== null) return announced;
  const call = await deps.store.calls.anyById(callId);
  return call?.origin === 'fin' ? matchAnnouncement(deps, call) : null;
}
