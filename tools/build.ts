/** Builds the browser's pages into `dist/web`, when what they are made of has changed since they were built last. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

/** What pages are made of: their own folders, and the tables that they share with the server. */
const SOURCES = [
  'src/console/**/*',
  'src/web-call/**/*',
  'src/call/*.ts',
  'src/directory/*.ts',
  'src/dialects/{desk,caller}/*protocol.ts',
  'vite.config.ts',
  'package-lock.json',
];
const STAMP = 'dist/web/.stamp';

/** Tests are no part of a page. */
function sourceFiles(): string[] {
  const found = SOURCES.flatMap((pattern) => globSync(pattern, { withFileTypes: true }));
  return found
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .toSorted();
}

function stampOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

const stamp = stampOf(sourceFiles());
if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) process.exit(0);

const vite = await import('vite').catch(() => null);
if (vite === null) {
  // Without the development packages nothing can be built; pages built before are served as they are.
  if (existsSync(STAMP)) process.exit(0);
  process.stderr.write(
    'The pages are not built, and Vite is not installed: run `npm ci`, then `node tools/run.mjs tools/build.ts`.\n',
  );
  process.exit(1);
}
const from = performance.now();
await vite.build({ logLevel: 'warn' });
writeFileSync(STAMP, stamp);
console.log(`Pages built in ${Math.round(performance.now() - from)} ms.`);
