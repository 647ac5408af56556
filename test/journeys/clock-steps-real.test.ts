/**
 * A server whose wall clock is set by two hours in the middle of its calls: a process of its own, on its own
 * PostgreSQL.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cleanUp } from '../support/clean-up.ts';
import { TOKEN } from '../support/patchbay.ts';
import { scratchDirectory } from '../support/scratch-directory.ts';
import { queryDatabase, startServerProcess } from '../support/server-process.ts';

const PRELOAD = fileURLToPath(new URL('../support/clock-step.mjs', import.meta.url));
const skip = process.platform === 'win32' && 'there are no such signals';
const HOUR_MS = 3_600_000;
/** A simulated agent who takes any number of calls, their menu, and one without agents. Source: demo.ts. */
const [AGENT, MENU, EMPTY] = [1, 10, 9];

async function until(holds: () => Promise<boolean>, about: string): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    assert.ok(tries < 600, about);
    await sleep(50);
  }
}

type Row = { readonly id: number; readonly state: string; readonly seconds: number | null };

for (const step of [7_200, -7_200])
  test(`calls in every phase continue when the clock is set by ${step} seconds`, { skip }, async (t) => {
    const directory = await scratchDirectory(t);
    const env = { NODE_OPTIONS: `--import=${PRELOAD}`, STEP: String(step) };
    const server = await startServerProcess(directory, env);
    cleanUp(t, async () => server.end('SIGKILL'));

    const post = async (path: string, body: object, method = 'POST'): Promise<{ readonly id: number }> => {
      const isBasic = path.startsWith('/apps');
      const request = {
        method,
        headers: {
          authorization: isBasic ? `Basic ${btoa(`demo:${TOKEN}`)}` : `Bearer ${TOKEN}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      };
      const response = await fetch(server.address + path, request);
      const text = await response.text();
      assert.ok(response.ok, `${path}: ${response.status} ${text}`);
      return text === '' ? { id: 0 } : (JSON.parse(text) as { id: number });
    };
    const direct = async (id: number, event: string, more = {}) =>
      post(`/v1/simulator/calls/${id}/events`, { event, ...more });
    const arrive = async (menu: number): Promise<number> => {
      const { id } = await post('/v1/simulator/calls', { from: '+12125550148', direct: true });
      await direct(id, 'choose_menu', { menu_id: menu });
      return id;
    };
    const talk = async (): Promise<number> => {
      const id = await arrive(MENU);
      await direct(id, 'answer', { agent_id: AGENT });
      await direct(id, 'bridge');
      return id;
    };
    const rows = async (): Promise<ReadonlyMap<number, Row>> => {
      const found = await queryDatabase(
        directory,
        `select id::int, state, extract(epoch from ends_at - coalesce(connected_at, queued_at))::float as seconds from call`,
      );
      return new Map((found as Row[]).map((row) => [row.id, row]));
    };
    const isLogged = async (isAdopted: boolean): Promise<boolean> => {
      const logs = (await readdir(directory)).filter((name) => name.endsWith('.log'));
      const text = (await Promise.all(logs.map(async (name) => readFile(join(directory, name), 'utf8')))).join('');
      return new RegExp(`"seconds":${step},"isAdopted":${isAdopted}.*clock.stepped`).test(text);
    };

    await post(`/v1/menus/${MENU}`, { recording: 'never' }, 'PATCH');
    await post(`/v1/menus/${EMPTY}`, { recording: 'never', groups: [] }, 'PATCH');
    const ids = {
      ringing: await arrive(MENU),
      queued: await arrive(EMPTY),
      talking: await talk(),
      held: await talk(),
    };
    await post(`/v1/calls/${ids.held}/hold`, {});
    const { id: scheduled } = await post('/apps/api/v1/calls', {
      call_type: 'Voice Scheduled (API)',
      menu_id: EMPTY,
      end_user_number: '+1 212-555-0149',
      scheduled_at: new Date(Date.now() + HOUR_MS).toISOString(),
    });
    const before = await rows();
    assert.equal(before.get(scheduled)?.state, 'scheduled');

    process.kill(server.pid, 'SIGUSR2');
    await until(async () => isLogged(false), 'the step was not noticed');
    await sleep(500); // Some sweeps: what they should leave alone they would end by now.
    const after = await rows();
    for (const id of [...Object.values(ids), scheduled]) assert.deepEqual(after.get(id), before.get(id));

    await post(`/v1/calls/${ids.held}/resume`, {});
    for (const id of Object.values(ids)) await direct(id, 'hang_up');
    const ended = await rows();
    for (const id of Object.values(ids)) {
      const { seconds = null } = ended.get(id) ?? {};
      assert.ok(seconds !== null && seconds >= 0 && seconds < 120, `call ${id}: ${seconds} s`);
    }
    assert.deepEqual(
      [ids.talking, ids.held].map((id) => ended.get(id)?.state),
      ['finished', 'finished'],
    );

    // Only the scheduled call is left: the wall clock counts again, and the call comes due by it.
    await until(async () => isLogged(true), 'the step was not taken over');
    if (step > 0)
      await until(
        async () => (await rows()).get(scheduled)?.state !== 'scheduled',
        'the scheduled call did not come due',
      );
    else assert.equal((await rows()).get(scheduled)?.state, 'scheduled');
  });
