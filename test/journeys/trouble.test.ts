import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import process from 'node:process';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TOKEN } from '../support/patchbay.ts';
import { makeScratchDirectory } from '../support/scratch-directory.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { startServerProcess } from '../support/server-process.ts';

const PRELOAD = fileURLToPath(new URL('../support/trouble.mjs', import.meta.url));

async function troubled(trouble: string): Promise<ServerProcess> {
  const directory = await makeScratchDirectory();
  const server = await startServerProcess(directory, { NODE_OPTIONS: `--import=${PRELOAD}`, TROUBLE: trouble });
  after(async () => {
    await server.end('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  });
  return server;
}

async function ask(server: ServerProcess, path: string, method = 'GET', body?: object): Promise<Response> {
  const isBasic = path.startsWith('/apps');
  return fetch(server.address + path, {
    method,
    headers: {
      authorization: isBasic ? `Basic ${btoa(`demo:${TOKEN}`)}` : `Bearer ${TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const outbound = {
  call_type: 'Voice Outbound (API)',
  agent_email: 'admin@somedomain.com',
  end_user_number: '+1 859-657-9625',
  outbound_number: '+1 339-219-5276',
};

/** Asks until the answer is as wished; only a failing test waits for long. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds().catch(() => false)); tries += 1) {
    assert.ok(tries < 600, 'it never came to that');
    await sleep(50);
  }
}

for (const kind of ['rejection', 'exception'] as const)
  test(`an unexpected ${kind} ends the server with its reason, and what was acknowledged is kept`, async () => {
    const server = await troubled(kind);
    assert.equal((await ask(server, '/apps/api/v1/calls', 'POST', outbound)).status, 201);
    process.kill(server.pid, 'SIGUSR2');
    const { code, output } = await server.ended;
    assert.equal(code, 1);
    assert.match(output, new RegExp(`"level":60.*"message":"a planted ${kind}".*process\\.failed`));
  });

test('a choice that comes to its end while the database is away ends nothing but is said', async () => {
  const server = await troubled('none');
  const { outbound_number: _number, ...unchosen } = outbound;
  assert.equal((await ask(server, '/apps/api/v1/calls', 'POST', unchosen)).status, 202);
  // Again and again, so that it is down at the very moment of the timer.
  const stop = new AbortController();
  const killing = (async () => {
    while (!stop.signal.aborted) {
      await server.postmaster().then(
        (pid) => process.kill(pid, 'SIGKILL'),
        () => undefined,
      );
      await sleep(20);
    }
  })();
  await until(async () =>
    (await (await ask(server, '/metrics')).text()).includes('patchbay_failures_total{what="timer"}'),
  );
  stop.abort();
  await killing;
  await until(async () => (await ask(server, '/readyz')).status === 200);
  assert.equal((await ask(server, '/apps/api/v1/calls', 'POST', outbound)).status, 201);
  assert.equal((await server.end('SIGTERM')).code, 0);
});
