/** Connections that know in whose name they write: the triggers of the audit log read it. */
import type { PostgresPool } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { currentAuthor } from '#background/author.ts';

const TELL = "select set_config('patchbay.author', $1, false)";

/**
 * The pool for what administrators change. A connection that is taken in someone's name is told it, and forgets it
 * before anyone else has the connection; taken in no one's name it costs nothing more.
 */
export function authoredPool(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: async () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const author = currentAuthor();
      if (author?.isRecorded !== true) return client;
      try {
        await client.query(TELL, [JSON.stringify(author)]);
      } catch (error) {
        client.release(true);
        throw error;
      }
      return forgetful(client);
    },
  };
}

/** The client, which forgets in whose name it writes when it is given back; one that cannot is closed. */
function forgetful(client: PoolClient): PoolClient {
  const release = client.release.bind(client);
  client.release = (fault) => {
    if (fault !== undefined && fault !== false) return release(fault);
    client.query(TELL, ['']).then(
      () => release(),
      () => release(true),
    );
  };
  return client;
}
