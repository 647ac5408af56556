import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { hasCode } from './errors.ts';
import { isTaken, readCommandLine } from './process-table.ts';

/** What a server says of itself. Source: PostgreSQL 18, src/include/utils/pidfile.h. */
export type PostmasterFile = {
  readonly pid: number;
  /** `starting`, `stopping`, `ready`, `standby`; empty while it is being written. */
  readonly status: string;
};

const PID_LINE = 0;
const STATUS_LINE = 7;

/** Reads postmaster.pid. Null when there is none, or nothing in it yet. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const lines = await readFile(fileOf(cluster), 'utf8').then(
    (text) => text.split('\n'),
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    },
  );
  const pid = Number(lines[PID_LINE]);
  return Number.isInteger(pid) && pid > 0 ? { pid, status: (lines[STATUS_LINE] ?? '').trim() } : null;
}

/** The arguments that begin every server of this cluster; by these it is known again. */
export function serverArgs(cluster: string, settings: string): readonly string[] {
  return ['-D', cluster, '-c', `config_file=${settings}`];
}

/** Whether the process is a server of this cluster and runs. */
export async function isServerOf(pid: number, args: readonly string[]): Promise<boolean> {
  const commandLine = await readCommandLine(pid);
  return commandLine !== null && (process.platform === 'win32' || commandLine.endsWith(args.join(' ')));
}

/**
 * Removes the lock files of a server that is gone whose number another process (or its own zombie) bears now: to
 * PostgreSQL they would look alive. Where the number is free, PostgreSQL cleans up by itself, with more checks than
 * ours.
 */
export async function removeStaleFiles(cluster: string, socketLock: string): Promise<void> {
  const pid = await readPidOf(socketLock);
  if (pid !== null && isTaken(pid)) await rm(socketLock, { force: true });
  const file = await readPostmasterFile(cluster);
  if (file !== null && isTaken(file.pid)) await rm(fileOf(cluster), { force: true });
}

async function readPidOf(lockFile: string): Promise<number | null> {
  const text = await readFile(lockFile, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) ? null : pid;
}

function fileOf(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}
