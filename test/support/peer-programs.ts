/**
 * Programs that are not ours, and speak SIP: found on this machine, or installed from Debian's packages. Where one
 * cannot be had its tests say so and are skipped; with CI=true they fail.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import process from 'node:process';

/** Program -> the package that has it. */
const PACKAGES = {
  sipp: 'sip-tester',
  baresip: 'baresip-core',
  kamailio: 'kamailio',
  linphonec: 'linphone-cli',
  'sip-options': 'sofia-sip-bin',
} as const;

/** What finds its grammars only where its package puts them: unpacked elsewhere it does not start. */
const INSTALLED_ONLY: readonly string[] = ['linphonec'];

/** One of them. */
export type PeerProgram = keyof typeof PACKAGES;

/** Where packages are unpacked by those who may not install them. */
const UNPACKED = resolve('node_modules/.cache/peers');

/** A program, and what it needs around it. */
export type FoundProgram = { readonly path: string; readonly env: Readonly<Record<string, string>> };

/** Where it is; null where it is not to be had, which with CI=true throws. `isOptional`: then it is looked for only. */
export async function findProgram(name: PeerProgram, isOptional = false): Promise<FoundProgram | null> {
  const found = lookFor(name);
  if (found !== null || isOptional) return found;
  const isRoot = process.getuid?.() === 0;
  if (existsSync('/usr/bin/apt-get') && (isRoot || !INSTALLED_ONLY.includes(name))) await install(PACKAGES[name]);
  const installed = lookFor(name);
  if (installed === null && process.env['CI'] === 'true')
    throw new Error(`The tests of test/peers need ${name}: apt-get install ${PACKAGES[name]}.`);
  return installed;
}

function lookFor(name: PeerProgram): FoundProgram | null {
  const directories = ['/usr/bin', '/usr/sbin', ...(process.env['PATH'] ?? '').split(delimiter)];
  const path = directories.map((directory) => join(directory, name)).find((each) => existsSync(each));
  if (path !== undefined) return { path, env: {} };
  const [unpacked] = globSync(`root/usr/{bin,sbin}/${name}`, { cwd: UNPACKED });
  if (unpacked === undefined) return null;
  const libraries = globSync('root/{usr/,}lib/*-linux-gnu', { cwd: UNPACKED }).map((each) => join(UNPACKED, each));
  return { path: join(UNPACKED, unpacked), env: { LD_LIBRARY_PATH: libraries.join(':') } };
}

/** Installs the package, as root; else it is unpacked, with what it needs, into a directory of ours. */
async function install(name: string): Promise<void> {
  if (process.getuid?.() === 0) {
    await run('apt-get', ['update']);
    await run('apt-get', ['install', '-y', '--no-install-recommends', name]);
    return;
  }
  const [state, cache, root] = ['state', 'cache', 'root'].map((each) => join(UNPACKED, each));
  await mkdir(join(state ?? '', 'lists', 'partial'), { recursive: true });
  await mkdir(join(cache ?? '', 'archives', 'partial'), { recursive: true });
  const settings = [`Dir::State=${state}`, 'Dir::State::status=/var/lib/dpkg/status', `Dir::Cache=${cache}`];
  const ours = [...settings, 'Debug::NoLocking=1'].flatMap((setting) => ['-o', setting]);
  await run('apt-get', [...ours, 'update']);
  await run('apt-get', [...ours, '-y', '--no-install-recommends', '--download-only', 'install', name]);
  for (const archive of globSync('archives/*.deb', { cwd: cache }))
    await run('dpkg-deb', ['-x', join(cache ?? '', archive), root ?? '']);
}

/** Runs to the end; whether it worked is seen by whether the program is there. */
async function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  await new Promise<void>((done) => {
    child.once('error', () => done());
    child.once('exit', () => done());
  });
}
