/** The demo workspace of a fresh server, its token and its password. */
import { randomBytes } from 'node:crypto';
import { authored } from '#background/author.ts';
import type { SessionStore } from '#domain/identity/session.ts';
import { DEMO_WORKSPACE } from '#domain/directory/demo.ts';
import { hashToken, newToken } from '#http/auth.ts';
import { hashPassword, isPassword } from '#http/password.ts';
import type { Database } from '#storage/database.ts';
import { isMadeAsDemo } from '#storage/demo.ts';
import { seedDemo } from '#storage/seed.ts';
import type { TokenStore } from '#storage/tokens.ts';
import type { Config } from '#config/config.ts';

/** A secret: made at this start, the only time it can be shown; given by a setting; or kept from an earlier start. */
export type DemoSecret = { readonly kind: 'made'; readonly value: string } | { readonly kind: 'given' | 'kept' };

/** The demo's secrets; null without a demo. */
export type DemoSecrets = { readonly token: DemoSecret; readonly password: DemoSecret } | null;

/** Who signs in with the password, and as what. */
const SIGN_INS = [
  ['agent@somedomain.com', 'agent'],
  ['owner@somedomain.com', 'admin'],
] as const;

const KEPT = { kind: 'kept' } as const;

/** The operator, by how they started the server. */
const BY_SETTING = {
  door: 'setting',
  workspaceId: null,
  agentId: null,
  tokenId: null,
  address: null,
  isRecorded: true,
} as const;

/** Makes the demo workspace where the database is empty. A secret that is given ends the one before it. */
export async function openDemo(
  config: Config,
  database: Database,
  tokens: TokenStore,
  sessions: SessionStore,
): Promise<DemoSecrets> {
  if (!config.hasDemo) return null;
  const isNew = await seedDemo(database);
  // A workspace that someone founded, or whose demo was removed, takes no secrets from the demo's settings.
  if (!isNew && !(await isMadeAsDemo(database, DEMO_WORKSPACE.id))) return null;
  const { demoToken, demoPassword } = config.secrets;
  const token = chosen(demoToken, isNew ? newToken : null);
  const password = chosen(demoPassword, isNew ? () => randomBytes(9).toString('base64url') : null);
  await authored(BY_SETTING, async () => {
    if (token.value !== null) await tokens.setOwn(DEMO_WORKSPACE.id, 'demo', hashToken(token.value));
    if (password.value !== null) await letSignIn(sessions, password.value);
  });
  return { token: token.secret, password: password.secret };
}

function chosen(given: string | null, make: (() => string) | null) {
  if (given !== null) return { value: given, secret: { kind: 'given' } } as const;
  if (make === null) return { value: null, secret: KEPT } as const;
  const value = make();
  return { value, secret: { kind: 'made', value } } as const;
}

/** Gives the password to those who have another one, and ends what they signed in to with it. */
async function letSignIn(sessions: SessionStore, password: string): Promise<void> {
  for (const [email, role] of SIGN_INS) {
    const [known] = await sessions.credentials(email, DEMO_WORKSPACE.subdomain);
    if (known !== undefined && (await isPassword(password, known.passwordHash))) continue;
    await sessions.setSignIn(DEMO_WORKSPACE.id, email, role, await hashPassword(password));
    if (known !== undefined) await sessions.revokeAll(known.workspaceId, known.agentId);
  }
}
