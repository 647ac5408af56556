/** The browser's pages, in `dist/web`. */
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

/** What pages are made of: their own folders, and the tables that they share with the server. */
const SOURCES = [
  'src/web/console/**/*',
  'src/web/caller/**/*',
  'src/catalogue/**/*',
  'src/domain/call/*.ts',
  'src/domain/directory/*.ts',
  'src/realtime/{agent,caller}/*protocol.ts',
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

/** The pages cannot be built here. The message is a sentence for the operator. */
export class BuildFault extends Error {
  override name = 'BuildFault';
  readonly fault = 'pages_unbuilt';
}

/**
 * Builds the pages when what they are made of has changed since they were built last. Throws a `BuildFault` where that
 * cannot be: development packages are missing, or the checkout is not ours to write.
 */
export async function buildPages(): Promise<void> {
  const stamp = stampOf(sourceFiles());
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return;
  const vite = await import('vite').catch(() => null);
  if (vite === null) {
    // Without the development packages nothing can be built; pages built before are served as they are.
    if (existsSync(STAMP)) return;
    throw new BuildFault(
      'The pages are not built, and Vite is not installed: run `npm ci`, then `node tools/run.mjs tools/build.ts`.',
    );
  }
  const from = performance.now();
  try {
    mkdirSync('dist/web', { recursive: true });
    accessSync('dist/web', constants.W_OK);
    accessSync('node_modules', constants.W_OK); // Vite keeps its notes there.
    await vite.build({ logLevel: 'warn' });
    writeFileSync(STAMP, stamp);
  } catch (error) {
    if (!isClosed(error)) throw error;
    throw new BuildFault(
      `The pages cannot be built, because ${process.cwd()} is not this user's to write. ` +
        'Run `npm run build` once as its owner; then any user can start Patchbay.',
      { cause: error },
    );
  }
  console.log(`Pages built in ${Math.round(performance.now() - from)} ms.`);
}

/** Whether the file system refused to write. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['EACCES', 'EPERM', 'EROFS'].includes(String(error.code));
}
