/** The own second factors, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { CodesBegun, FactorsView, OwnProofGiven, RecoveryCodesView } from '#realtime/agent/factors-protocol.ts';
import { getJson, sendJson } from '../parts/request.ts';

/** What there is. */
export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: async () => getJson<FactorsView>('/app/profile/factors.json'),
});

/** Begins to set an app up; throws with a sentence when it is refused, as all below do. */
export async function beginCodes(proof: OwnProofGiven): Promise<CodesBegun> {
  return sendJson<CodesBegun>('POST', '/app/profile/codes.json', proof);
}

/** Switches codes on with the first one. */
export async function confirmCodes(code: string): Promise<RecoveryCodesView> {
  return sendJson<RecoveryCodesView>('POST', '/app/profile/codes/confirm.json', { code });
}

/** Switches codes off. */
export async function endCodes(proof: OwnProofGiven): Promise<FactorsView> {
  return sendJson<FactorsView>('POST', '/app/profile/codes/off.json', proof);
}

/** New recovery codes, which end the old ones. */
export async function renewRecoveryCodes(proof: OwnProofGiven): Promise<RecoveryCodesView> {
  return sendJson<RecoveryCodesView>('POST', '/app/profile/recovery-codes.json', proof);
}
