/** The browser that the tests of the pages drive: found on this machine, or installed before the tests begin. */
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import process from 'node:process';
import type * as Playwright from '@playwright/test';

/** Where it is unpacked by those who may not install it. */
const UNPACKED = resolve('node_modules/.cache/chromium');
const LAUNCHER = join(UNPACKED, 'chromium');

/** Debian's Chromium without windows: the same engine, and two thirds of the work. */
const PACKAGE = 'chromium-headless-shell';
const NAMES = [PACKAGE, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const;

/**
 * Where Chromium is: `$CHROMIUM`, the system's, the one unpacked here, or Playwright's own. Null when there is none.
 */
export function findBrowser(): string | null {
  const directories = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter).filter((each) => each !== '')];
  const places = [
    process.env['CHROMIUM'] ?? '',
    ...NAMES.flatMap((name) => directories.map((directory) => join(directory, name))),
    LAUNCHER,
  ];
  const isThere = (place: string): boolean => place !== '' && existsSync(place);
  return places.find(isThere) ?? [playwrightsOwn()].find(isThere) ?? null;
}

/** Where Playwright would keep one of its own. Asked last: loading it takes as long as a test file of a page. */
function playwrightsOwn(): string {
  // `require` gives what the package's types say.
  const { chromium } = createRequire(import.meta.url)('@playwright/test') as typeof Playwright;
  return chromium.executablePath();
}

/** No browser, and none could be installed. */
export class NoBrowserError extends Error {
  override name = 'NoBrowserError';
  constructor() {
    super(
      'The tests of the pages need Chromium, and it could not be installed. Install it with\n' +
        `  apt-get update && apt-get install -y ${PACKAGE}   (Debian, as root)\n` +
        'or\n' +
        '  npx playwright install chromium\n' +
        'or name an installed one in the environment as CHROMIUM.',
    );
  }
}

/**
 * Makes sure that there is one: Debian's package, installed or, without the right to, unpacked here; else Playwright's
 * own. Throws `NoBrowserError`.
 */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found !== null) return found;
  for (const [how, install] of WAYS) {
    console.log(`Chromium is not there: ${how}`);
    await install();
    const installed = findBrowser();
    if (installed !== null) return installed;
  }
  throw new NoBrowserError();
}

const WAYS = [
  ...(existsSync('/usr/bin/apt-get')
    ? [
        process.getuid?.() === 0
          ? (['apt-get installs it.', installPackage] as const)
          : (['apt-get fetches it, and it is unpacked into node_modules.', unpackPackages] as const),
      ]
    : []),
  ['Playwright installs its own.', installPlaywrights],
] as const;

async function installPackage(): Promise<void> {
  await run('apt-get', ['update']);
  await run('apt-get', ['install', '-y', '--no-install-recommends', PACKAGE]);
}

async function installPlaywrights(): Promise<void> {
  await run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']);
}

/**
 * Fetches the package, and what it needs that is not installed, with lists and a cache of our own; nothing of the
 * system changes.
 */
async function unpackPackages(): Promise<void> {
  const [state, cache, root] = ['state', 'cache', 'root'].map((name) => join(UNPACKED, name));
  await mkdir(join(state ?? '', 'lists', 'partial'), { recursive: true });
  await mkdir(join(cache ?? '', 'archives', 'partial'), { recursive: true });
  const settings = [`Dir::State=${state}`, 'Dir::State::status=/var/lib/dpkg/status', `Dir::Cache=${cache}`];
  const ours = [...settings, 'Debug::NoLocking=1'].flatMap((setting) => ['-o', setting]);
  await run('apt-get', [...ours, 'update']);
  await run('apt-get', [...ours, '-y', '--no-install-recommends', '--download-only', 'install', PACKAGE]);
  for (const archive of globSync('archives/*.deb', { cwd: cache }))
    await run('dpkg-deb', ['-x', join(cache ?? '', archive), root ?? '']);
  await rm(cache ?? '', { recursive: true });
  if (existsSync(join(root ?? '', 'usr', 'lib', 'chromium', PACKAGE)))
    await writeFile(LAUNCHER, LAUNCH, { mode: 0o755 });
}

/** Starts what was unpacked, with its own libraries and fonts. */
const LAUNCH = `#!/bin/sh
root=$(dirname "$(readlink -f "$0")")/root
for libraries in "$root"/usr/lib/*-linux-gnu "$root"/lib/*-linux-gnu; do
  LD_LIBRARY_PATH="$libraries\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
done
export LD_LIBRARY_PATH XDG_DATA_HOME="$root/usr/share"
[ -d /etc/fonts ] || export FONTCONFIG_PATH="$root/etc/fonts"
exec "$root/usr/lib/chromium/${PACKAGE}" "$@"
`;

/** Runs to the end; whether it worked is seen by whether the browser is there. */
async function run(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  await new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
}
