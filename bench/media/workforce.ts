/** A real server with agents who are people, signed in as their browsers would be. */
import { newSessionToken, writeSessionCookie } from '#http/sessions.ts';
import type { BenchServer } from '../support/server.ts';
import { withServer } from '../support/server.ts';

/** Agents of one menu, and the cookies they are signed in with. */
export type Workforce = {
  readonly menuId: number;
  readonly agents: readonly { readonly id: number; readonly cookie: string }[];
};

/** The server looks so often whether its directory has changed. Milliseconds. */
const DIRECTORY_MS = 2_500;
const SETTINGS = { PATCHBAY_LOG_LEVEL: 'error', PATCHBAY_MEDIA_PORTS: '46000-46999' };

/**
 * Runs the work on a server with two menus: one for calls from pages, whose agents talk, and one for calls from
 * elsewhere, whose agents are only rung. `env` adds settings.
 */
export async function withWorkforce<T>(
  talking: number,
  rung: number,
  work: (server: BenchServer, talking: Workforce, rung: Workforce) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  return withServer(
    async (server) => {
      await server.pool.query('delete from menu');
      await server.pool.query('delete from agent');
      const few = await hire(server, 1, 'web_menu', talking);
      const many = await hire(server, 2, 'ivr_menu', rung);
      await new Promise((resolve) => setTimeout(resolve, DIRECTORY_MS));
      return work(server, few, many);
    },
    { ...SETTINGS, ...env },
  );
}

async function hire({ pool, address }: BenchServer, menuId: number, kind: string, count: number): Promise<Workforce> {
  const first = menuId * 10_000;
  await pool.query(
    `insert into agent (id, workspace_id, email, status) select n, 1, n || '@example.com', 'available'
     from generate_series($1::int, $2::int) n`,
    [first, first + count - 1],
  );
  await pool.query(
    `insert into menu (id, workspace_id, name, kind, offer_type, offer_seconds, recording, groups)
     select $1::int, 1, 'Menu', $2, 'deltacast', 600, 'always',
       jsonb_build_array(jsonb_build_object('name', 'All', 'agentIds', jsonb_agg(n))) from generate_series($3::int, $4::int) n`,
    [menuId, kind, first, first + count - 1],
  );
  const sessions = Array.from({ length: count }, (_, index) => ({ id: first + index, ...newSessionToken() }));
  await pool.query(
    `insert into session (hash, workspace_id, agent_id, created_at, last_seen_at, expires_at)
     select hash, 1, id, now(), now(), now() + interval '1 day' from unnest($1::bytea[], $2::int[]) as s (hash, id)`,
    [sessions.map(({ hash }) => hash), sessions.map(({ id }) => id)],
  );
  const agents = sessions.map(({ id, token }) => ({
    id,
    cookie: writeSessionCookie(address, token, 60).split(';', 1)[0] ?? '',
  }));
  return { menuId, agents };
}
