import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { promisify } from 'node:util';
import { hasCode } from './errors.ts';

/**
 * The command line of a process, its arguments joined by spaces. Null when no such process runs: a zombie has a number
 * but no command line. On Windows the number is all we ask for, and the text is empty.
 */
export async function readCommandLine(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return await readFromProc(pid);
  if (process.platform === 'win32') return isTaken(pid) ? '' : null;
  return await readFromPs(pid);
}

/** Whether the number belongs to any process, a zombie of another user included. */
export function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** Source: proc_pid_cmdline(5): "If, however, the process is a zombie, then there is nothing in this file". */
async function readFromProc(pid: number): Promise<string | null> {
  try {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return text === '' ? null : text.split('\0').join(' ').trimEnd();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return null;
    throw error;
  }
}

async function readFromPs(pid: number): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    return stdout.trim() === '' ? null : stdout.trim();
  } catch {
    return null; // ps ends with 1 when there is no such process.
  }
}
