/** Fin Voice: calls announced by another telephony system, matched to the call that arrives, resolved when it ends. */
import type { E164 } from '#directory/phone-number.ts';
import type { Call } from '#call/call.ts';
import type { ExternalCall, ExternalSource, FinOutcome } from '#call/external-call.ts';
import { cutSummary, MATCH_WINDOW_MINUTES } from '#call/external-call.ts';
import type { Outcome } from '#call/refusal.ts';
import { done, refused } from '#call/refusal.ts';
import type { Deps } from './deps.ts';

/** An announcement. */
export type AnnounceCall = {
  readonly workspaceId: number;
  readonly phoneNumber: E164;
  readonly externalId: string;
  readonly source: ExternalSource;
  readonly data: Readonly<Record<string, unknown>> | null;
};

/** Writes the announcement down. Refused: the same id and source again; of two at once exactly one is taken. */
export async function announceCall(deps: Deps, asked: AnnounceCall): Promise<Outcome<ExternalCall>> {
  const registered = await deps.store.externalCalls.register({
    ...asked,
    status: 'registered',
    callId: null,
    conversationId: null,
    summary: '',
    intents: [],
    createdAt: deps.clock.now(),
  });
  return registered === null ? refused({ code: 'external_call_taken' }) : done(registered);
}

/** Gives the newest waiting announcement of that caller to the call that has arrived. Safe to repeat. */
export async function matchAnnouncement(deps: Pick<Deps, 'store' | 'clock'>, call: Call): Promise<ExternalCall | null> {
  const since = new Date(deps.clock.now().getTime() - MATCH_WINDOW_MINUTES * 60_000);
  return deps.store.externalCalls.match(call, since);
}

/** Notes the outcome at the announcement, if the call had one. Safe to repeat. */
export async function resolveAnnouncement(
  deps: Pick<Deps, 'store'>,
  callId: number,
  outcome: FinOutcome,
): Promise<void> {
  const announced = await deps.store.externalCalls.byCall(callId);
  if (announced === null) return;
  await deps.store.externalCalls.resolve(announced.id, outcome.resolution, {
    summary: cutSummary(outcome.summary),
    intents: outcome.intents,
  });
}
