/** The demo workspace of a fresh server, and its token. */
import { DEMO_WORKSPACE } from '#directory/demo.ts';
import { hashToken, newToken, sameHash } from '#http/auth.ts';
import type { Database } from '#storage/database.ts';
import { seedDemo } from '#storage/seed.ts';
import type { TokenStore } from '#storage/tokens.ts';
import type { Config } from './config.ts';

/** Makes the demo workspace where the database is empty; answers the token where it is known. */
export async function openDemo(config: Config, database: Database, tokens: TokenStore): Promise<string | null> {
  if (!config.hasDemo) return null;
  const isNew = await seedDemo(database);
  const given = config.secrets.demoToken;
  const token = given ?? (isNew ? newToken() : null);
  if (token === null) return null;
  const hash = hashToken(token);
  if ((await tokens.find(hash, sameHash)) === null) await tokens.create(DEMO_WORKSPACE.id, 'demo', 'staff', hash);
  return token;
}
