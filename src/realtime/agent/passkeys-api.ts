/** A person's own passkeys: `/app/profile/passkeys.json`. Also for those who must add a factor before anything else. */
import type { FastifyInstance } from 'fastify';
import type { FactorStore } from '#domain/identity/factors.ts';
import type { PasskeyStore } from '#domain/identity/passkeys.ts';
import { MAX_PASSKEY_NAME, MAX_PASSKEYS, PASSKEY_SECONDS } from '#domain/identity/passkeys.ts';
import { fullName } from '#domain/directory/agent.ts';
import type { Role } from '#domain/identity/session.ts';
import { ROLES } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { EngineDoor } from '#engine/engine.ts';
import type { PasskeyChallenges, PasskeyParts } from '#http/passkeys.ts';
import { askForNewPasskey, passkeyPlace, readNewPasskey } from '#http/passkeys.ts';
import { fieldsOf } from '#api/kit.ts';
import type { PasskeyBegun, PasskeysView } from './factors-protocol.ts';
import type { OwnProof } from './own-proof.ts';
import { PROOF_FAULTS, provenByPassword } from './own-proof.ts';
import type { Visitor } from './page-routes.ts';
import { createPageRoutes, Made } from './page-routes.ts';
import type { SignIns } from './sign-in.ts';

export type PasskeysApiParts = {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly factors: Pick<FactorStore, 'find'>;
  readonly passkeys: PasskeyStore;
  readonly challenges: PasskeyChallenges;
  readonly proof: OwnProof;
  readonly signIns: Pick<SignIns, 'readArriving'>;
  readonly clock: Clock;
  publicUrl(): string;
};

/** What is one's own is everyone's. */
const MAY = { own: ROLES } as const satisfies Record<'own', readonly Role[]>;

const FAULTS = {
  ...PROOF_FAULTS,
  unknown: [404, 'This passkey was removed already.'],
  name_missing: [422, 'Name the passkey, so that you know it again.'],
  name_too_long: [422, `A name has at most ${MAX_PASSKEY_NAME} characters.`],
  passkeys_unavailable: [409, 'Passkeys need this server at an https address with a name, or at localhost.'],
  full: [409, `You have ${MAX_PASSKEYS} passkeys, and that is the most. Remove one first.`],
  taken: [409, 'This passkey is known here already.'],
  challenge_gone: [409, 'That took too long. Start again.'],
  passkey_refused: [422, 'This passkey cannot be used: it must be unlocked by a fingerprint, a face or a PIN.'],
  required: [409, 'Your workspace requires a second factor of you. Add another one first.'],
} as const;
type Fault = keyof typeof FAULTS;

/** Adds the routes. */
export function addPasskeysApi(server: FastifyInstance, parts: PasskeysApiParts): void {
  const { passkeys, publicUrl } = parts;
  const serve = createPageRoutes(server, { signIns: { read: parts.signIns.readArriving }, publicUrl }, MAY, FAULTS);
  const view = async ({ agentId }: Visitor): Promise<PasskeysView> => {
    const list = await passkeys.list(agentId);
    return {
      origin: passkeyPlace(publicUrl())?.origin ?? null,
      passkeys: list.map(({ createdAt, lastUsedAt, ...each }) => ({
        ...each,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
    };
  };

  serve('own', 'GET', '/app/profile/passkeys.json', async (me) => view(me));
  serve('own', 'POST', '/app/profile/passkeys/begin.json', async (me, { body }) => begin(parts, me, body));

  serve('own', 'POST', '/app/profile/passkeys.json', async (me, { body }) => {
    const fault = await add(parts, me, body);
    return fault ?? new Made(await view(me));
  });

  serve('own', 'PATCH', '/app/profile/passkeys/:id.json', async (me, { body }, id) => {
    const name = readName(body);
    if (name.fault !== null) return name.fault;
    return (await passkeys.rename(me.agentId, id, name.name)) ? view(me) : 'unknown';
  });

  serve('own', 'DELETE', '/app/profile/passkeys/:id.json', async (me, _request, id) => {
    const done = await passkeys.remove(me, id);
    return done === 'removed' ? view(me) : done;
  });
}

/** A challenge counts for the session that asked for it alone. */
function partsFor({ challenges, publicUrl }: PasskeysApiParts, { agentId, session }: Visitor): PasskeyParts | null {
  const place = passkeyPlace(publicUrl());
  const purpose = `add for ${agentId} at ${session.toString('base64')}`;
  return place === null ? null : { place, challenges, purpose };
}

/** Asks the browser for a new one, once the password has shown that it is them. */
async function begin(
  parts: PasskeysApiParts,
  me: Visitor,
  body: unknown,
): Promise<PasskeyBegun | Fault | 'signed_out'> {
  const { engine, factors, passkeys, proof } = parts;
  const asked = partsFor(parts, me);
  if (asked === null) return 'passkeys_unavailable';
  const found = await factors.find(me.workspaceId, me.agentId);
  const agent = (await engine.directory.load(me.workspaceId)).agents.get(me.agentId);
  if (found === null || agent === undefined) return 'signed_out';
  if (found.passkeys >= MAX_PASSKEYS) return 'full';
  const fault = found.hasPassword && me.mustAddFactor !== true ? await provenByPassword(proof, me, body) : null;
  if (fault !== null) return fault;
  const person = { handle: agent.uid, email: agent.email, name: fullName(agent) };
  const options = await askForNewPasskey(asked, person, await passkeys.credentials(me.agentId), PASSKEY_SECONDS * 1000);
  return { options };
}

async function add(parts: PasskeysApiParts, me: Visitor, body: unknown): Promise<Fault | null> {
  const asked = partsFor(parts, me);
  if (asked === null) return 'passkeys_unavailable';
  const name = readName(body);
  if (name.fault !== null) return name.fault;
  const made = await readNewPasskey(asked, fieldsOf(body)['response']);
  if (typeof made === 'string') return made;
  const done = await parts.passkeys.add(me, { ...made, name: name.name }, parts.clock.now());
  return done === 'added' ? null : done;
}

function readName(body: unknown): { readonly name: string; readonly fault: 'name_missing' | 'name_too_long' | null } {
  const { name } = fieldsOf(body);
  const text = typeof name === 'string' ? name.trim() : '';
  if (text === '') return { name: '', fault: 'name_missing' };
  return { name: text, fault: text.length > MAX_PASSKEY_NAME ? 'name_too_long' : null };
}
