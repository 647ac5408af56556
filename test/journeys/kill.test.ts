import assert from 'node:assert/strict';
import process from 'node:process';
import { after, test } from 'node:test';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { sipOf } from '../support/call-sip.ts';
import { callsAndStays, DEAD_TRUNK, requestsOf } from '../support/killed-call.ts';
import { killRound, silence, VICTIMS } from '../support/kill-round.ts';
import type { Victim } from '../support/kill-round.ts';
import { TOKEN } from '../support/patchbay.ts';
import { findProgram } from '../support/peer-programs.ts';
import { makeScratchDirectory, removeDirectory, scratchDirectory } from '../support/scratch-directory.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { queryDatabase, StartFailed, startServerProcess } from '../support/server-process.ts';

const skip = process.platform === 'win32' ? 'needs signals' : false;
const SIP = 5969;
const AUTHORIZATION = `Basic ${Buffer.from(`demo:${TOKEN}`).toString('base64')}`;

const directory = await makeScratchDirectory();
let latest: ServerProcess | null = null;
after(async () => {
  await latest?.end('SIGTERM');
  await removeDirectory(directory);
});

/**
 * The server on the data directory that all tests share, so that each begins with what the one before has left behind.
 * Starts one when none runs.
 */
async function running(): Promise<ServerProcess> {
  const hasEnded = await Promise.race([latest?.ended, nextTurn(null)]);
  return latest === null || hasEnded !== null ? start() : latest;
}

async function start(): Promise<ServerProcess> {
  latest = await startServerProcess(directory, { PATCHBAY_SIP: `udp://127.0.0.1:${SIP}` });
  return latest;
}

/** A queued call that the simulator's agent answers and talks in for minutes. */
async function createCall(address: string): Promise<Response> {
  return fetch(`${address}/apps/api/v1/calls`, {
    method: 'POST',
    headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
    body: JSON.stringify({ call_type: 'Voice Inbound (API)', menu_id: 9, end_user_number: '+12125550123' }),
  });
}

async function failedStart(directory: string, env: Record<string, string> = {}) {
  const error = await startServerProcess(directory, env).then(
    () => assert.fail('it started'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof StartFailed);
  return error.ended;
}

/**
 * How long calls are created before the kill, in milliseconds, each at another moment.
 * `npm run bench:kill` kills at any moment.
 */
const MOMENTS = { app: 100, database: 150, both: 250 } as const satisfies Record<Victim, number>;

for (const victim of VICTIMS)
  test(
    `kill -9 of ${victim} while calls are created loses no acknowledged call and doubles none`,
    { skip },
    async () => {
      const server = await running();
      await silence(directory);
      const done = await killRound(server, directory, victim, MOMENTS[victim]);
      latest = done.server;
      assert.ok(done.round.acknowledged > 0);
      assert.deepEqual([done.round.lost, done.round.doubled], [0, 0]);
    },
  );

test('a second server on the same data directory is refused and says why', { skip }, async () => {
  const server = await running();
  const ended = await failedStart(directory);
  assert.equal(ended.code, 75);
  assert.match(
    ended.output,
    new RegExp(`Another Patchbay \\(process ${server.pid}\\) uses the data directory ${directory}`),
  );
  assert.doesNotMatch(ended.output, /\n {4}at /, 'no stack: it is no fault of the program');
  assert.equal((await fetch(`${server.address}/readyz`)).status, 200, 'the first one continues');
});

test('SIGTERM with calls live ends with 0, and the next start takes the calls up again', { skip }, async () => {
  const server = await running();
  const created = await createCall(server.address);
  assert.equal(created.status, 201);
  const { id } = (await created.json()) as { id: number };
  const ended = await server.end('SIGTERM');
  assert.deepEqual([ended.code, ended.signal], [0, null]);
  const next = await start();
  const found = await fetch(`${next.address}/apps/api/v1/calls/${id}`, { headers: { authorization: AUTHORIZATION } });
  assert.equal(found.status, 200);
  const { status } = (await found.json()) as { status: string };
  assert.ok(['queued', 'assigned', 'connecting', 'connected'].includes(status), status);
});

const sipp = await findProgram('sipp');
const withoutSipp = sipp === null ? 'sipp is not here, and cannot be installed: apt-get install sip-tester.' : false;

test(
  'kill -9 with a call over a trunk: the next start hangs it up, and nothing that passed is lost',
  {
    skip: skip === false ? withoutSipp : skip,
  },
  async () => {
    const server = await running();
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const made = await fetch(`${server.address}/v1/trunks`, {
      method: 'POST',
      headers,
      body: JSON.stringify(DEAD_TRUNK),
    });
    assert.equal(made.status, 201, await made.clone().text());
    const caller = await callsAndStays(sipp ?? assert.fail(), '+13392195276', SIP);
    const passed = `select call_id from call_trace where legs::text like '%reason=noresource%'`;
    let row: Record<string, unknown> | undefined;
    while (row === undefined) {
      await sleep(50);
      [row] = await queryDatabase(directory, passed);
    }
    await server.end('SIGKILL');
    const next = await start();
    const said = await caller.done;

    const [invite] = requestsOf(said, 'sent', 'INVITE');
    const [bye, ...more] = requestsOf(said, 'received', 'BYE');
    const notifies = requestsOf(said, 'received', 'NOTIFY');
    assert.equal(more.length, 0);
    // It is the dialog of the call, on its route, and no number in it is used twice.
    assert.deepEqual(
      [bye?.['Call-ID'], bye?.['To'], bye?.['From']],
      [invite?.['Call-ID'], invite?.['From'], notifies[0]?.['From']],
    );
    assert.deepEqual(
      [bye?.['request'], bye?.['Route']],
      ['BYE sip:sipp@127.0.0.1:9 SIP/2.0', invite?.['Record-Route']],
    );
    const numberOf = (fields: typeof bye): number => Number(fields?.['CSeq']?.split(' ')[0]);
    assert.ok(notifies.length === 2 && numberOf(bye) > Math.max(...notifies.map(numberOf)), bye?.['CSeq']);

    const send = async (path: string) => ({ json: await (await fetch(next.address + path, { headers })).json() });
    const id = Number(row['call_id']);
    const call = (await send(`/v1/calls/${id}`)).json as { state: string; fail_reason: string };
    assert.deepEqual([call.state, call.fail_reason], ['failed', 'voip_conn_timeout']);
    const { steps } = await sipOf({ send }, id);
    // The two NOTIFYs and their answers may cross, and the last of these come after what was kept.
    const [who, ladder = ''] = steps[0] ?? [];
    assert.equal(who, 'far_end');
    assert.match(
      ladder,
      /^> INVITE, < 200, > ACK, > REFER, < 202, < NOTIFY,( > 200,)? < NOTIFY,( > 200,)* < BYE, > 200$/,
    );
    const [kept] = await queryDatabase(directory, 'select count(*)::integer as dialogs from sip_dialog');
    assert.deepEqual(kept, { dialogs: 0 });
  },
);

test('while it drains, a create is refused with 503 or not accepted at all, and none is lost', { skip }, async () => {
  const server = await running();
  const acknowledged: number[] = [];
  const refused: number[] = [];
  let isOpen = true;
  const lanes = Array.from({ length: 8 }, async () => {
    while (isOpen) {
      const answer = await createCall(server.address).catch(() => null);
      if (answer?.status === 201) acknowledged.push(((await answer.json()) as { id: number }).id);
      else if (answer === null) isOpen = false;
      else refused.push(answer.status);
    }
  });
  while (acknowledged.length < 20) await new Promise((resolve) => setImmediate(resolve));
  const ended = await server.end('SIGTERM');
  isOpen = false;
  await Promise.all(lanes);
  assert.equal(ended.code, 0);
  assert.deepEqual(
    refused.filter((status) => status !== 503),
    [],
  );
  const next = await start();
  for (const id of acknowledged) {
    const found = await fetch(`${next.address}/apps/api/v1/calls/${id}`, { headers: { authorization: AUTHORIZATION } });
    assert.equal(found.status, 200);
  }
});

test('a wrong configuration ends with 78 and names every fault', async (t) => {
  const ended = await failedStart(await scratchDirectory(t), {
    PATCHBAY_PORT: '70000',
    PATCHBAY_COLOUR: 'red',
    PATCHBAY_DEMO_TOKEN: 'short',
    PATCHBAY_SIMULATOR_SPEED: 'fast',
  });
  assert.equal(ended.code, 78);
  for (const key of ['PATCHBAY_PORT', 'PATCHBAY_COLOUR', 'PATCHBAY_DEMO_TOKEN', 'PATCHBAY_SIMULATOR_SPEED'])
    assert.match(ended.output, new RegExp(`^ {2}- ${key} `, 'm'));
  assert.doesNotMatch(ended.output, /\n {4}at /);
});
