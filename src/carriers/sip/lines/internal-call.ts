/**
 * A telephone transfers its call to a number of the workspace: that makes an internal call, routed like any other,
 * whose far end is joined to the call that it comes from. Nothing is dialed, and the network hears nothing of it.
 */
import type { Destination } from '#domain/directory/destination.ts';
import type { E164 } from '#domain/directory/phone-number.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { Trunk } from '#domain/directory/trunk.ts';
import { trunkCarrier } from '#domain/directory/trunk.ts';
import type { Media } from '#media/media-server.ts';
import type { CallMedia } from '#media/session/far-ends.ts';
import type { Report } from '../../carrier.ts';
import type { DialPlan } from './arrivals.ts';
import { ARRIVAL_ANSWERS } from './arrivals.ts';
import { joinPlaces } from './joint.ts';
import type { Place } from './place.ts';

/** What it needs. */
export type InternalCallParts = {
  readonly media: Media;
  readonly dialPlan: Pick<DialPlan, 'takeCall'>;
  readonly calls: Pick<CallMedia, 'callOf' | 'touch'>;
  readonly report: Report;
  failed(error: unknown): void;
};

/** The new call's sound cannot be joined to the other's: it is over before anyone has it. */
const NO_ROOM = { type: 'hung_up', by: 'system', reason: 'voip_conn_general' } as const;

/**
 * Makes what places an internal call and answers with its status. The caller is whose call is transferred. `placeOf`
 * makes the place of the new call's far end.
 */
export function createInternalCalls(
  { media, dialPlan, calls, report, failed }: InternalCallParts,
  placeOf: (callId: number) => Place,
) {
  return async (place: Place, trunk: Trunk, to: E164, destination: Destination): Promise<number> => {
    const call = calls.callOf(place.callId);
    if (call === undefined) return 480;
    const from = call.contactNumber === null ? null : readPhoneNumber(call.contactNumber);
    const arrival = { workspaceId: call.workspaceId, from, to, carrier: trunkCarrier(trunk.id), destination };
    const taken = await dialPlan.takeCall(arrival);
    if (!taken.ok) return ARRIVAL_ANSWERS[taken.refusal.code] ?? 500;
    const { id } = taken.value;
    const isJoined = await joinPlaces(media, place, placeOf(id), failed);
    if (isJoined) calls.touch(id);
    else await report(id, NO_ROOM);
    return isJoined ? 200 : 503;
  };
}
