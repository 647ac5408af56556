/** Relays in C that a comparison could be made with, where someone has installed them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Their programs. */
const PROGRAMS = ['janus', 'rtpengine'] as const;

/** A line for each. None is measured here: a figure needs its own configuration and signalling, and none is made up. */
export async function findPeers(): Promise<string[]> {
  return Promise.all(
    PROGRAMS.map(async (name) => `${name}: ${(await versionOf(name)) ?? 'not installed, so not compared'}`),
  );
}

async function versionOf(program: string): Promise<string | null> {
  const run = promisify(execFile);
  try {
    const { stdout, stderr } = await run(program, ['--version'], { timeout: 5_000 });
    return `installed (${(stdout || stderr).trim().split('\n', 1)[0] ?? ''}), but not measured by this benchmark`;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? null
      : 'installed, but it did not tell its version';
  }
}
