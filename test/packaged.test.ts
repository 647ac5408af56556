/** Patchbay as a package of another project, which `npm pack` makes and `npx` runs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { scratchDirectory } from './support/scratch-directory.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
type Manifest = { readonly version: string; readonly files: readonly string[]; readonly bin: { patchbay: string } };
const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Manifest;

test('below node_modules, where Node takes no TypeScript, the command line runs as it does here', async (t) => {
  const project = await scratchDirectory(t);
  const place = join(project, 'node_modules', 'patchbay');
  await mkdir(place, { recursive: true });
  for (const name of [
    'package.json',
    'bin',
    'tools/run.mjs',
    'tools/strip-types.mjs',
    'src/cli',
    'src/config',
    'src/webhooks',
    'src/domain',
  ])
    await cp(join(ROOT, name), join(place, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(place, 'node_modules'));
  const launcher = join(place, manifest.bin.patchbay);
  const env = { PATH: process.env['PATH'], XDG_CONFIG_HOME: project };
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [launcher, ...args], { env, cwd: project, encoding: 'utf8' });
  const version = run('--version');
  assert.deepEqual([version.status, version.stdout, version.stderr], [0, `patchbay ${manifest.version}\n`, '']);
  const denied = run('whoami');
  assert.deepEqual([denied.status, denied.stdout], [77, '']);
  assert.match(denied.stderr, /^There is no token for http:\/\/127\.0\.0\.1:8080: run `patchbay login`.+\n$/);
});

test('in a checkout, too, a verb of this machine reaches the server as the one that was typed', () => {
  // Without the setting that a server begins anew to get: a process of ours has it already.
  const env = { PATH: process.env['PATH'] };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, manifest.bin.patchbay), 'backup'], {
    env,
    encoding: 'utf8',
  });
  assert.notEqual(status, 0);
  assert.equal(stdout + stderr, 'Name the file: backup FILE.\n');
});

test('a thread that begins without arguments takes our TypeScript as well', async (t) => {
  const project = await scratchDirectory(t);
  const place = join(project, 'node_modules', 'patchbay');
  await mkdir(join(place, 'src'), { recursive: true });
  for (const name of ['package.json', 'tools/run.mjs', 'tools/strip-types.mjs'])
    await cp(join(ROOT, name), join(place, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(place, 'node_modules'));
  const worker =
    "import { parentPort } from 'node:worker_threads';\nconst said: string = 'typed';\nparentPort?.postMessage(said);\n";
  await writeFile(join(place, 'src', 'worker.ts'), worker);
  const starter = `import { Worker } from 'node:worker_threads';
new Worker(new URL('worker.ts', import.meta.url), { execArgv: [] }).on('message', (said: string) => console.log(said));\n`;
  await writeFile(join(place, 'src', 'starter.ts'), starter);
  const run = [join(place, 'tools', 'run.mjs'), join(place, 'src', 'starter.ts')];
  const { status, stdout, stderr } = spawnSync(process.execPath, run, { encoding: 'utf8' });
  assert.deepEqual([status, stdout, stderr], [0, 'typed\n', '']);
});

test('the package holds what runs, and no test', () => {
  for (const needed of ['bin', 'src', 'dist/web', 'tools/run.mjs', 'tools/strip-types.mjs', '!src/**/*.test.ts'])
    assert.ok(manifest.files.includes(needed), needed);
});
