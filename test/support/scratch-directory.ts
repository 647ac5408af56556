import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { cleanUp } from './clean-up.ts';

/** A new directory that every user may enter, as PostgreSQL's must when we are root. */
export async function makeScratchDirectory(): Promise<string> {
  const directory = await mkdtemp(join(await realpath(tmpdir()), 'patchbay-test-'));
  await chmod(directory, 0o755);
  return directory;
}

/**
 * Removes it with all that is in it. What a server had begun to write when it was stopped may still arrive meanwhile:
 * then it is tried again.
 */
export async function removeDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 10 });
}

/** A new one, removed when the test is over. */
export async function scratchDirectory(test: TestContext): Promise<string> {
  const directory = await makeScratchDirectory();
  cleanUp(test, () => removeDirectory(directory));
  return directory;
}
