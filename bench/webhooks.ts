/** What do webhooks cost the calls, and how soon are they told? 100 webhooks, 500 events a second. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { Patchbay } from '../src/app/app.ts';
import { startPatchbay } from '../src/app/app.ts';
import { readConfig } from '../src/config/config.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known, percentile } from './support/figure.ts';
import { postmasterOf } from '../test/support/server-process.ts';
import { inScratchDirectory } from './support/server.ts';
import { cpuOf } from './support/usage.ts';

const WEBHOOKS = 100;
/** Each call brings two events: it is created, and hung up. */
const CALLS_A_SECOND = 250;
const SECONDS = 15;
const FIRST_WORKSPACE = 1000;

/**
 * A receiver in a process of its own, so that its CPU is not counted: it answers 204 and prints how late each message
 * is.
 */
const RECEIVER = `
const { createServer } = require('node:http');
const late = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => { body += chunk; });
  request.on('end', () => {
    late.push(Date.now() - Date.parse(JSON.parse(body).timestamp));
    response.writeHead(204).end();
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('data', () => { console.log(JSON.stringify(late)); late.length = 0; });
`;

/** CPU of the calls without webhooks and with them, and how late messages are. */
export async function webhooks(): Promise<Figure[]> {
  return inScratchDirectory(async (directory) => {
    const receiver = spawn(process.execPath, ['-e', RECEIVER], { stdio: ['pipe', 'pipe', 'inherit'] });
    const printed = async (): Promise<string> => {
      let text = '';
      while (!text.endsWith('\n')) text += String((await once(receiver.stdout, 'data'))[0]);
      return text;
    };
    const port = (await printed()).trim();
    const env = {
      PATCHBAY_DATA_DIR: directory,
      PATCHBAY_PORT: '0',
      PATCHBAY_DEMO_TOKEN: 'bench-token-0123456789',
      PATCHBAY_WEBHOOK_PRIVATE_TARGETS: 'on',
    };
    const patchbay = await startPatchbay(readConfig(env), pino(pino.destination(join(directory, 'log'))));
    try {
      await addWorkspaces(patchbay);
      const postmaster = await postmasterOf(directory);
      await drive(patchbay, 3);
      const without = await measured(patchbay, postmaster);
      await addWebhooks(patchbay, `http://127.0.0.1:${port}/`);
      await drive(patchbay, 3);
      await sleep(1_000);
      receiver.stdin.write('x');
      await printed();
      const withThem = await measured(patchbay, postmaster);
      await sleep(2_000);
      receiver.stdin.write('x');
      const late = JSON.parse(await printed()) as number[];
      const events = CALLS_A_SECOND * SECONDS * 2;
      return [
        known('CPU of an event without webhooks, app and database', without, 'ms'),
        known(`CPU of an event that one of ${WEBHOOKS} webhooks is told of`, withThem, 'ms'),
        known('… what the message adds', withThem - without, 'ms'),
        atMost(`messages missing of ${events}`, events - late.length, '', 0),
        atMost(`from the event to the receiver, p99 of ${late.length}`, percentile(late, 0.99), 'ms', 250),
        known('… p50', percentile(late, 0.5), 'ms'),
      ];
    } finally {
      await patchbay.stop();
      receiver.kill();
    }
  });
}

/** Workspaces with a queue each that no one answers. */
async function addWorkspaces({ database: { pool } }: Patchbay): Promise<void> {
  const range = [FIRST_WORKSPACE, FIRST_WORKSPACE + WEBHOOKS - 1];
  await pool.query(
    `insert into workspace (id, subdomain, name) select n, 'w' || n, 'W' from generate_series($1::int, $2::int) n`,
    range,
  );
  await pool.query(
    `insert into language (workspace_id, code, enabled) select n, 'en', true from generate_series($1::int, $2::int) n`,
    range,
  );
  await pool.query(
    `insert into menu (id, workspace_id, name, kind, groups)
     select n, n, 'Nobody', 'ivr_menu', '[]' from generate_series($1::int, $2::int) n`,
    range,
  );
}

/** A webhook in each of them, for both events. */
async function addWebhooks(patchbay: Patchbay, url: string): Promise<void> {
  for (let place = 0; place < WEBHOOKS; place += 1) {
    const made = await patchbay.webhooks.create(FIRST_WORKSPACE + place, {
      url,
      format: 'standard',
      events: ['call.created', 'call.ended'],
      description: '',
      userName: null,
      secret: null,
    });
    if (!made.ok) throw new Error(made.refusal.code);
  }
}

/** CPU of each event, in milliseconds. */
async function measured(patchbay: Patchbay, postmaster: number): Promise<number> {
  const before = await cpuOf(process.pid, postmaster);
  await drive(patchbay, SECONDS);
  const after = await cpuOf(process.pid, postmaster);
  const seconds = after.app - before.app + after.database - before.database;
  return (seconds * 1000) / (CALLS_A_SECOND * SECONDS * 2);
}

/** Calls come at a steady rate and are hung up at once. */
async function drive({ engine }: Patchbay, seconds: number): Promise<void> {
  const lives: Promise<void>[] = [];
  const began = performance.now();
  for (let count = 0; count < seconds * CALLS_A_SECOND; count += 1) {
    const due = began + (count / CALLS_A_SECOND) * 1000;
    if (due > performance.now()) await sleep(due - performance.now());
    lives.push(live(engine, FIRST_WORKSPACE + (count % WEBHOOKS)));
  }
  await Promise.all(lives);
}

async function live(engine: Patchbay['engine'], workspaceId: number): Promise<void> {
  const queued = await engine.receiveCall({
    workspaceId,
    menuId: workspaceId,
    ticketId: null,
    number: '+12125550123',
    ownNumber: null,
    lang: 'en',
    requestKey: null,
    recordingPermission: 'not_asked',
  });
  if (!queued.ok) throw new Error(queued.refusal.code);
  await engine.report(queued.value.id, { type: 'hung_up', by: 'end_user' });
}
