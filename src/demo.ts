/** The demo workspace of a fresh server, its token and its password. */
import { randomBytes } from 'node:crypto';
import type { SessionStore } from '#call/session.ts';
import { DEMO_WORKSPACE } from '#directory/demo.ts';
import { hashToken, newToken, sameHash } from '#http/auth.ts';
import { hashPassword, isPassword } from '#http/password.ts';
import type { Database } from '#storage/database.ts';
import { seedDemo } from '#storage/seed.ts';
import type { TokenStore } from '#storage/tokens.ts';
import type { Config } from './config.ts';

/** What was given, or has just been made; null where it is not known any more. */
export type DemoSecrets = { readonly token: string | null; readonly password: string | null };

/** Who signs in with the password, and as what. */
const SIGN_INS = [
  ['agent@somedomain.com', 'agent'],
  ['admin@somedomain.com', 'admin'],
] as const;

/** Makes the demo workspace where the database is empty. */
export async function openDemo(
  config: Config,
  database: Database,
  tokens: TokenStore,
  sessions: SessionStore,
): Promise<DemoSecrets> {
  if (!config.hasDemo) return { token: null, password: null };
  const isNew = await seedDemo(database);
  const { demoToken, demoPassword } = config.secrets;
  const token = demoToken ?? (isNew ? newToken() : null);
  const password = demoPassword ?? (isNew ? randomBytes(9).toString('base64url') : null);
  if (token !== null) await letIn(tokens, token);
  if (password !== null) await letSignIn(sessions, password);
  return { token, password };
}

async function letIn(tokens: TokenStore, token: string): Promise<void> {
  const hash = hashToken(token);
  if ((await tokens.find(hash, sameHash)) === null) await tokens.create(DEMO_WORKSPACE.id, 'demo', 'staff', hash);
}

async function letSignIn(sessions: SessionStore, password: string): Promise<void> {
  const known = await sessions.credentials(SIGN_INS[0][0], DEMO_WORKSPACE.subdomain);
  if (known[0] !== undefined && (await isPassword(password, known[0].passwordHash))) return;
  const hash = await hashPassword(password);
  for (const [email, role] of SIGN_INS) await sessions.setSignIn(DEMO_WORKSPACE.id, email, role, hash);
}
