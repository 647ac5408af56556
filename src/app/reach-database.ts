/** The way to the database for commands beside a running server, or without one. */
import type { Config } from '#config/config.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '#storage/embedded.ts';
import { refuseUnfinished } from './backup/unfinished.ts';

/**
 * The configured database, or the embedded one; `isStarted`: no server runs it, and it was started for the command. It
 * stops with `opened`. Throws a sentence where it cannot be reached.
 */
export async function reachDatabase(
  { dataDirectory, secrets }: Pick<Config, 'dataDirectory' | 'secrets'>,
  opened: AsyncDisposableStack,
): Promise<{ readonly connection: object; readonly isStarted: boolean }> {
  await refuseUnfinished(dataDirectory);
  if (secrets.databaseUrl !== null) return { connection: { connectionString: secrets.databaseUrl }, isStarted: false };
  const running = await findEmbeddedPostgres({ dataDirectory });
  if (running !== null) return { connection: running, isStarted: false };
  const postgres = await startEmbeddedPostgres({ dataDirectory });
  opened.defer(async () => postgres.stop());
  return { connection: postgres.connection, isStarted: true };
}
