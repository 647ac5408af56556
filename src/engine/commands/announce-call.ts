/** Fin Voice: another telephony system announces a call. */
import type { E164 } from '#domain/directory/phone-number.ts';
import { normalNumber } from '#domain/directory/phone-number.ts';
import type { ExternalCall, ExternalSource } from '#domain/call/external-call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { Deps } from '../core/deps.ts';

/** An announcement. */
export type AnnounceCall = {
  readonly workspaceId: number;
  readonly phoneNumber: E164;
  readonly externalId: string;
  readonly source: ExternalSource;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly requestKey: string | null;
};

/** Writes the announcement down. Refused: the same id and source again; of two at once exactly one is taken. */
export async function announceCall(deps: Deps, { requestKey, ...asked }: AnnounceCall): Promise<Outcome<ExternalCall>> {
  const blank = { status: 'registered', callId: null, conversationId: null, summary: '', intents: [] } as const;
  const registered = await deps.store.externalCalls.register(
    { ...asked, ...blank, caller: normalNumber(asked.phoneNumber), createdAt: deps.clock.now() },
    requestKey,
  );
  return registered === null ? refused({ code: 'external_call_taken' }) : done(registered);
}
