/** Which carrier dials a number: the first that may. */
import type { E164 } from '#domain/directory/phone-number.ts';
import { trunkOf } from '#domain/directory/trunk.ts';
import { homeRegion } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { Outcome, Refusal } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { DialRefusal } from '#domain/call/dial-refusal.ts';
import type { DialGuard, DialPlace } from '#domain/ports/dial-guard.ts';
import type { Deps } from './deps.ts';
import { isEmergencyNumber } from './emergency.ts';

/** The carrier, and the place that was taken for it; null where nothing is counted. */
export type Dialer = { readonly carrier: string; readonly place: number | null };

type Asked = { readonly workspaceId: number; readonly number: E164; readonly callUid: string };
type DialingDeps = Pick<Deps, 'dialGuard' | 'carriersOf'>;

/** Without a guard everything may be dialed. */
export const OPEN_GUARD: DialGuard = {
  take: async () => ({ ok: true, place: null }),
  judge: async () => ({ ok: true, place: null }),
  emergencyRefused: () => undefined,
  drop: async () => undefined,
};

/** Where no carrier reaches phones at all. */
export const NO_CARRIER = 'none';

/**
 * The first of the carriers that may dial the number now, counted. Refused: what none of them may; for the reason of
 * the first. Carriers that are no trunks dial whatever they are asked to.
 */
export async function takeDialer(
  deps: DialingDeps,
  asked: Asked,
  carriers = deps.carriersOf(asked.workspaceId),
): Promise<Outcome<Dialer>> {
  return firstOf(asked, carriers, deps.dialGuard.take);
}

/** Whether some carrier may dial the number later, as far as can be said now: what is counted then is not counted. */
export async function mayBeDialed(deps: DialingDeps, asked: Asked): Promise<Outcome<Dialer>> {
  return firstOf(asked, deps.carriersOf(asked.workspaceId), deps.dialGuard.judge);
}

/** The carrier that dials a call which was planned before; one without a number is dialed by whoever is first. */
export async function dialerOf(deps: DialingDeps, call: Call): Promise<Outcome<Dialer>> {
  const { workspaceId, contactNumber: number, uid: callUid } = call;
  if (number === null) return done({ carrier: deps.carriersOf(workspaceId)[0] ?? NO_CARRIER, place: null });
  return takeDialer(deps, { workspaceId, number, callUid });
}

/** Gives the place back of a call that did not come about. */
export async function dropDialer({ dialGuard }: Pick<Deps, 'dialGuard'>, { place }: Dialer): Promise<void> {
  if (place !== null) await dialGuard.drop(place);
}

async function firstOf(asked: Asked, carriers: readonly string[], judge: DialGuard['take']): Promise<Outcome<Dialer>> {
  let first: DialRefusal | null = null;
  for (const carrier of carriers) {
    const trunkId = trunkOf(carrier);
    // One after the other: a place is taken by the one that dials.
    // oxlint-disable-next-line no-await-in-loop
    const taken: DialPlace = trunkId === null ? { ok: true, place: null } : await judge({ ...asked, trunkId });
    if (taken.ok) return done({ carrier, place: taken.place });
    first ??= taken.why;
  }
  return first === null ? done({ carrier: NO_CARRIER, place: null }) : refused(refusalOf(first));
}

/** What the history of the call says of the refusal; null where it is about something else. */
export function dialRefused(refusal: Refusal): { readonly type: 'dial_refused'; readonly why: DialRefusal } | null {
  switch (refusal.code) {
    case 'emergency_number':
      return { type: 'dial_refused', why: 'emergency' };
    case 'number_not_called':
      return { type: 'dial_refused', why: refusal.why };
    case 'dial_limit':
      return { type: 'dial_refused', why: refusal.limit };
    case 'number_unknown':
      return { type: 'dial_refused', why: 'trunk' };
    default:
      return null;
  }
}

/** Writes the refusal into the history of the call. */
export async function noteDialRefused(
  { transitions }: { readonly transitions: Pick<Deps['transitions'], 'apply'> },
  { id, workspaceId }: Pick<Call, 'id' | 'workspaceId'>,
  refusal: Refusal,
): Promise<void> {
  const event = dialRefused(refusal);
  if (event !== null) await transitions.apply(id, event, workspaceId);
}

/** The log of what happened says that a number was not dialed, where no call is there to say so. */
export async function noteRefusedCall(
  { refusals, carriersOf }: Pick<Deps, 'refusals' | 'carriersOf'>,
  workspaceId: number,
  refusal: Refusal,
): Promise<void> {
  const why = dialRefused(refusal)?.why;
  if (why === undefined) return;
  // No trunk is asked for an emergency number; else the reason is that of the first.
  const trunkId = why === 'emergency' ? null : trunkOf(carriersOf(workspaceId)[0] ?? null);
  await refusals.note({ workspaceId, trunkId, direction: 'outbound', cause: why });
}

/**
 * Whether a telephone where the workspace is would reach the emergency services with the text; then that it is refused
 * is counted, and noted: in the call that it was to be dialed for, or in the log of what happened.
 */
export async function refusesEmergency(
  deps: Pick<Deps, 'store' | 'dialGuard' | 'transitions' | 'refusals' | 'carriersOf'>,
  workspaceId: number,
  text: string,
  callId: number | null,
): Promise<boolean> {
  if (!isEmergencyNumber(text, homeRegion(await deps.store.directory.load(workspaceId)))) return false;
  deps.dialGuard.emergencyRefused(workspaceId);
  const refusal = { code: 'emergency_number' } as const;
  if (callId === null) await noteRefusedCall(deps, workspaceId, refusal);
  else await noteDialRefused(deps, { id: callId, workspaceId }, refusal);
  return true;
}

/** The refusal of the command. */
function refusalOf(why: DialRefusal): Refusal {
  if (why === 'country' || why === 'premium') return { code: 'number_not_called', why };
  if (why === 'emergency') return { code: 'emergency_number' };
  return why === 'trunk' ? { code: 'number_unknown' } : { code: 'dial_limit', limit: why };
}
