import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TOKEN } from '../support/patchbay.ts';
import { makeScratchDirectory, removeDirectory } from '../support/scratch-directory.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { startServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

const PRELOAD = fileURLToPath(new URL('../support/trouble.mjs', import.meta.url));

async function troubled(trouble: string): Promise<ServerProcess & { readonly dataDirectory: string }> {
  const dataDirectory = await makeScratchDirectory();
  const server = await startServerProcess(dataDirectory, { NODE_OPTIONS: `--import=${PRELOAD}`, TROUBLE: trouble });
  after(async () => {
    await server.end('SIGKILL');
    await removeDirectory(dataDirectory);
  });
  return { ...server, dataDirectory };
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
  const server = await troubled('timers');
  const { outbound_number: _number, ...unchosen } = outbound;
  const postmaster = await server.postmaster();
  assert.equal((await ask(server, '/apps/api/v1/calls', 'POST', unchosen)).status, 202);
  // Without this file PostgreSQL does not start again, so the timer finds no database.
  const control = join(server.dataDirectory, 'postgres', 'cluster', 'global', 'pg_control');
  await rename(control, `${control}.away`);
  process.kill(postmaster, 'SIGKILL');
  await until(async () => (await ask(server, '/readyz')).status === 503);
  process.kill(server.pid, 'SIGUSR2');
  await until(async () =>
    (await (await ask(server, '/metrics')).text()).includes('patchbay_failures_total{what="timer"}'),
  );
  await rename(`${control}.away`, control);
  await until(async () => (await ask(server, '/readyz')).status === 200);
  assert.equal((await ask(server, '/apps/api/v1/calls', 'POST', outbound)).status, 201);
  assert.equal((await server.end('SIGTERM')).code, 0);
});
