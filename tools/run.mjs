// Runs a script on a Node that is new enough: this one, else the copy that npm brought along.
// Plain JavaScript on purpose, because it must start on any Node, also one too old for the product.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST = [24, 15];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Whether this Node runs the product. */
function isNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** The path of the Node binary among our dependencies; undefined where no package exists for this platform. */
function bundledNode() {
  const windows = process.platform === 'win32';
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const file = join(dirname(manifest), 'bin', windows ? 'node.exe' : 'node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined; // No package for this platform, or optional packages were left out.
  }
}

/**
 * The environment with fewer arenas for malloc, as glibc reads it when a process starts: by default each thread has one
 * of its own, and together they keep a hundred megabytes and more that nobody uses. Source: mallopt(3), M_ARENA_MAX.
 */
const ENVIRONMENT = { MALLOC_ARENA_MAX: '2', ...process.env };

/** Scripts that become a server, which runs for months: they begin anew with the environment above. */
const SERVERS = ['src/main.ts', 'tools/start.ts'];

/**
 * Puts the same process in its own place with that environment, where the system can; it comes back here with the
 * variable set.
 */
function beginAnew() {
  if (process.platform !== 'linux' || process.env.MALLOC_ARENA_MAX !== undefined || !process.execve) return;
  // By this file, whichever led here: `bin/patchbay.mjs` would put its script before the verb once more.
  const again = [process.execPath, ...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.execve(process.execPath, again, ENVIRONMENT);
}

/** Runs in a child of the given Node; signals go down, the exit code comes back. */
function runIn(node, args) {
  const PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node, args, { stdio: 'inherit', env: { ...ENVIRONMENT, PATH } });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const each of SIGNALS) process.removeAllListeners(each);
    process.kill(process.pid, signal);
  });
}

const args = process.argv.slice(2);
const script = args[0];
if (script === undefined) {
  console.error('usage: node tools/run.mjs <script> [arguments]');
  process.exit(2);
}
const node = isNewEnough() ? process.execPath : bundledNode();
if (node === undefined) {
  console.error(
    `Patchbay needs Node.js ${OLDEST.join('.')} or newer. This is ${process.version}, and npm has brought no copy for ` +
      `${process.platform}-${process.arch}.\nInstall Node.js 24 LTS from https://nodejs.org and run the command again.`,
  );
  process.exit(1);
}
// As a package of another project, our TypeScript lies below node_modules, where Node takes none by itself.
const isPackage = import.meta.url.includes('/node_modules/');
const strips = isPackage
  ? ['--disable-warning=ExperimentalWarning', '--import', new URL('strip-types.mjs', import.meta.url).href]
  : [];
if (node === process.execPath && !isPackage && !script.startsWith('-')) {
  if (SERVERS.some((server) => resolve(script).replaceAll('\\', '/').endsWith(`/${server}`))) beginAnew();
  process.argv = [process.execPath, resolve(script), ...args.slice(1)];
  await import(pathToFileURL(process.argv[1]).href);
} else {
  runIn(node, [...strips, ...args]);
}
