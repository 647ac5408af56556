/** The own second factors, asked of the server. */
import type { RegistrationResponseJSON } from '@simplewebauthn/browser';
import { queryOptions } from '@tanstack/react-query';
import type {
  CodesBegun,
  FactorsView,
  OwnProofGiven,
  PasskeyBegun,
  PasskeysView,
  RecoveryCodesView,
} from '#realtime/agent/factors-protocol.ts';
import { getJson, sendJson } from '../parts/request.ts';

/** What there is. */
export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: async () => getJson<FactorsView>('/app/profile/factors.json'),
});

/** The own passkeys. */
export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: async () => getJson<PasskeysView>('/app/profile/passkeys.json'),
});

/** What the browser is asked to make; throws with a sentence when it is refused, as all below do. */
export async function beginPasskey(proof: OwnProofGiven): Promise<PasskeyBegun> {
  return sendJson<PasskeyBegun>('POST', '/app/profile/passkeys/begin.json', proof);
}

/** Adds what the browser has made. */
export async function addPasskey(name: string, response: RegistrationResponseJSON): Promise<PasskeysView> {
  return sendJson<PasskeysView>('POST', '/app/profile/passkeys.json', { name, response });
}

/** Names one anew. */
export async function renamePasskey(id: number, name: string): Promise<PasskeysView> {
  return sendJson<PasskeysView>('PATCH', `/app/profile/passkeys/${id}.json`, { name });
}

/** Removes one. */
export async function removePasskey(id: number): Promise<PasskeysView> {
  return sendJson<PasskeysView>('DELETE', `/app/profile/passkeys/${id}.json`);
}

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
