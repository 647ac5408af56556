/**
 * A person's own second factors: `/app/profile/factors.json`, one-time codes and recovery codes. Also for those who
 * must add a factor before they can do anything else.
 */
import type { FastifyInstance } from 'fastify';
import type { FactorStore } from '#domain/identity/factors.ts';
import { RECOVERY_CODES } from '#domain/identity/factors.ts';
import type { Role } from '#domain/identity/session.ts';
import { ROLES } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { codeUri, newSeed, stepOf } from '#http/one-time-code.ts';
import { hashRecoveryCode, newRecoveryCode } from '#http/recovery-code.ts';
import { fieldsOf } from '#api/kit.ts';
import type { CodesBegun, FactorsView, RecoveryCodesView } from './factors-protocol.ts';
import type { OwnProof } from './own-proof.ts';
import { PROOF_FAULTS, provenByPassword } from './own-proof.ts';
import type { Visitor } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type { SignIns } from './sign-in.ts';

export type FactorsApiParts = {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly factors: FactorStore;
  readonly proof: OwnProof;
  readonly signIns: Pick<SignIns, 'readArriving'>;
  readonly clock: Clock;
  publicUrl(): string;
};

/** What is one's own is everyone's. */
const MAY = { own: ROLES } as const satisfies Record<'own', readonly Role[]>;

const FAULTS = {
  ...PROOF_FAULTS,
  unknown: [404, 'One-time codes are off.'],
  codes_are_on: [409, 'One-time codes are on already. Switch them off first to set up another app.'],
  not_begun: [409, 'This began too long ago, or in another window. Start again.'],
  factor_required: [409, 'Your workspace requires a second factor of you.'],
} as const;
type Fault = keyof typeof FAULTS;

/** Adds the routes. */
export function addFactorsApi(server: FastifyInstance, parts: FactorsApiParts): void {
  const { factors, proof, publicUrl } = parts;
  const serve = createPageRoutes(server, { signIns: { read: parts.signIns.readArriving }, publicUrl }, MAY, FAULTS);
  const view = async ({ workspaceId, agentId }: Visitor): Promise<FactorsView | 'signed_out'> =>
    (await factors.find(workspaceId, agentId)) ?? 'signed_out';

  serve('own', 'GET', '/app/profile/factors.json', async (me) => view(me));
  serve('own', 'POST', '/app/profile/codes.json', async (me, { body }) => beginCodes(parts, me, body));
  serve('own', 'POST', '/app/profile/codes/confirm.json', async (me, { body }) => confirmCodes(parts, me, body));

  serve('own', 'POST', '/app/profile/codes/off.json', async (me, { body }) => {
    const found = await factors.find(me.workspaceId, me.agentId);
    if (found?.hasCodes !== true) return 'unknown';
    if (found.isRequired && found.passkeys === 0) return 'factor_required';
    const fault = await proof.either(me, body);
    if (fault !== null) return fault;
    return (await factors.endCodes(me.agentId)) ? view(me) : 'unknown';
  });

  serve('own', 'POST', '/app/profile/recovery-codes.json', async (me, { body }) => {
    const fault = await proof.either(me, body);
    if (fault !== null) return fault;
    const made = newRecoveryCodes();
    const isDone = await factors.replaceRecoveryCodes(me.agentId, made.hashes);
    return isDone ? ({ recoveryCodes: made.codes, ended: 0 } satisfies RecoveryCodesView) : 'unknown';
  });
}

/**
 * Makes a seed, which counts once a code of it was confirmed. The password is asked for, so that no one who found an
 * open browser can shut its person out; a session that must add a factor has just been begun with it.
 */
async function beginCodes(
  { engine, factors, proof }: FactorsApiParts,
  me: Visitor,
  body: unknown,
): Promise<CodesBegun | Fault | 'signed_out'> {
  const found = await factors.find(me.workspaceId, me.agentId);
  if (found === null) return 'signed_out';
  if (found.hasCodes) return 'codes_are_on';
  const fault = found.hasPassword && me.mustAddFactor !== true ? await provenByPassword(proof, me, body) : null;
  if (fault !== null) return fault;
  const secret = newSeed();
  if (!(await factors.beginCodes(me, secret))) return 'codes_are_on';
  const { workspace, agents } = await engine.directory.load(me.workspaceId);
  const uri = codeUri(secret, `Patchbay (${workspace.name})`, agents.get(me.agentId)?.email ?? '');
  return { secret, uri };
}

async function confirmCodes(
  { factors, clock }: FactorsApiParts,
  me: Visitor,
  body: unknown,
): Promise<RecoveryCodesView | Fault> {
  const { code } = fieldsOf(body);
  const waiting = await factors.authenticator(me.agentId);
  if (waiting === null || waiting.isConfirmed || waiting.seed === null) return 'not_begun';
  const step = typeof code === 'string' ? stepOf(waiting.seed, code, clock.now()) : null;
  if (step === null) return 'wrong_code';
  const made = newRecoveryCodes();
  const ended = await factors.confirmCodes(me, { step, recoveryHashes: made.hashes, keep: me.session }, clock.now());
  return ended === null ? 'not_begun' : { recoveryCodes: made.codes, ended };
}

/** Recovery codes as people get them, and as they are stored. */
function newRecoveryCodes(): { readonly codes: readonly string[]; readonly hashes: readonly Buffer[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  return { codes, hashes: codes.map(hashRecoveryCode).filter((hash) => hash !== null) };
}
