/** What an operator does from the shell: people let in, tokens, and a backup that is put back elsewhere. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cleanUp } from '../support/clean-up.ts';
import { scratchDirectory } from '../support/scratch-directory.ts';
import { startServerProcess } from '../support/server-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type Shell = { readonly code: number | null; readonly out: string; readonly err: string };

async function shell(dataDirectory: string, ...args: readonly string[]): Promise<Shell> {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('PATCHBAY_'));
  const settings = { PATCHBAY_DATA_DIR: dataDirectory, PATCHBAY_PUBLIC_URL: 'https://calls.example' };
  const env = { ...Object.fromEntries(others), ...settings };
  return new Promise((resolve) => {
    const program = [join(ROOT, 'tools/run.mjs'), join(ROOT, 'src/main.ts'), ...args];
    const child = execFile(process.execPath, program, { env }, (_error, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
  });
}

test('the operator lets people in, makes tokens and backs up from the shell, beside the server and without it', async (t) => {
  const directory = await scratchDirectory(t);
  const server = await startServerProcess(directory);
  cleanUp(t, async () => void (await server.end('SIGKILL')));
  const added = await shell(directory, 'user', 'add', 'ops@nord.example', '--role', 'admin');
  assert.equal(added.code, 0, added.err);
  const link = /^https:\/\/calls\.example(\/join\/[\w-]{43})\n/.exec(added.out)?.[1] ?? '';
  const page = await fetch(server.address + link);
  assert.match(await page.text(), /ops@nord\.example/);
  const [again, reset, unknown, elsewhere, token] = await Promise.all([
    shell(directory, 'user', 'add', 'OPS@nord.example'),
    shell(directory, 'user', 'reset-password', 'agent@somedomain.com'),
    shell(directory, 'user', 'reset-password', 'no@nord.example'),
    shell(directory, 'token', 'create', 'x', '--workspace', 'nord'),
    shell(directory, 'token', 'create', 'crm', '--kind', 'read_only'),
  ]);
  assert.deepEqual([again.code, again.out], [1, '']);
  assert.match(again.err, /has a sign-in in .* already/);
  assert.equal(reset.code, 0, reset.err);
  assert.match(unknown.err, /has no no@nord\.example/);
  assert.match(elsewhere.err, /no workspace nord/);
  const authorization = `Bearer ${token.out.split('\n', 1)[0]}`;
  assert.equal((await fetch(`${server.address}/v1/calls`, { headers: { authorization } })).status, 200);
  assert.equal(
    (await fetch(`${server.address}/v1/agents`, { method: 'POST', headers: { authorization } })).status,
    403,
  );

  assert.equal((await server.end('SIGTERM')).code, 0);
  const alone = await shell(directory, 'user', 'add', 'later@nord.example');
  assert.equal(alone.code, 0, alone.err);
  const file = join(directory, 'alone.backup');
  const saved = await shell(directory, 'backup', file);
  // No secret was encrypted here, so there is no key to keep.
  assert.deepEqual([saved.code, saved.out.includes('key of secrets')], [0, false], saved.out);
  const another = await scratchDirectory(t);
  const restored = await shell(another, 'restore', file);
  assert.equal(restored.code, 0, restored.err);
  const next = await startServerProcess(another);
  cleanUp(t, async () => void (await next.end('SIGKILL')));
  assert.equal((await fetch(next.address + (/\/join\/\S+/.exec(alone.out)?.[0] ?? ''))).status, 200);
});
