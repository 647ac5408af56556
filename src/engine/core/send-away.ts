/** Sending a caller away by the rule of a queue. A call that is promised is stored before the caller is told so. */
import type { Call } from '#domain/call/call.ts';
import type { Placement } from '#domain/call/deflection.ts';
import { asVoicemail, sentAway } from '#domain/call/deflection.ts';
import { isLive } from '#domain/call/state.ts';
import { callBack } from '../commands/call-back.ts';
import { BY_RULE } from './call-back-rates.ts';
import type { Deps } from './deps.ts';
import type { Outcome } from '#domain/call/refusal.ts';

/** How a caller is sent away, and the call that was promised for it. */
export type SentAway = { readonly event: ReturnType<typeof sentAway>; readonly promised: Call | null };

/**
 * The event that sends the caller away as they were placed. Who was to be called back and cannot be (no number, one
 * that the workspace does not call, too many calls to it, a queue that is closed) is asked for a message instead. Safe
 * to repeat: one call a caller.
 */
export async function sendingAway(
  deps: Deps,
  call: Call,
  placement: Exclude<Placement, { readonly to: 'queue' }>,
  menuId?: number,
): Promise<SentAway> {
  if (placement.to !== 'call_back') return { event: sentAway(placement.word, menuId), promised: null };
  const promised = await promise(deps, call, menuId ?? null);
  return { event: sentAway(promised === null ? asVoicemail(placement) : placement.word, menuId), promised };
}

async function promise(deps: Deps, call: Call, menuId: number | null): Promise<Call | null> {
  const { id, workspaceId, contactNumber: number } = call;
  if (number === null) return null;
  const requestKey = `call-back ${id}`;
  const planned = await callBack(deps, { workspaceId, number, parent: call, menuId, requestKey, address: BY_RULE });
  // What was promised once and taken back, because an agent answered after all, is not promised again.
  return planned.ok && isLive(planned.value.state) ? planned.value : null;
}

/** Takes the promise back where the caller was not sent away after all: someone answered in that very moment. */
export async function unlessSent(
  { transitions }: Pick<Deps, 'transitions'>,
  { promised }: SentAway,
  outcome: Outcome<Call>,
): Promise<void> {
  if (promised === null || (outcome.ok && outcome.value.state === 'deflected')) return;
  await transitions.apply(promised.id, { type: 'hung_up', by: 'system', reason: 'eu_canceled' });
}
