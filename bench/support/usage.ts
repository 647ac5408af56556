import { readdir, readFile } from 'node:fs/promises';
import process from 'node:process';

/** Ticks of a second in /proc. Source: proc_pid_stat(5); USER_HZ is 100 on every Linux we run on. */
const TICKS = 100;

/** What a server costs: its own process, and all of its PostgreSQL's. Linux only. */
export type Usage = { readonly app: number; readonly database: number };

/**
 * CPU seconds used so far, user and system; those of PostgreSQL's processes that have ended are counted by the first
 * one.
 */
export async function cpuOf(app: number, postmaster: number): Promise<Usage> {
  const own = async (pid: number): Promise<number> => sum((await statOf(pid)).slice(13, 15));
  const children = await Promise.all((await childrenOf(postmaster)).map(own));
  const first = sum((await statOf(postmaster)).slice(13, 17));
  return { app: (await own(app)) / TICKS, database: (first + sum(children)) / TICKS };
}

/** CPU seconds that the children of this process have used whose command names the program. */
export async function cpuOfChild(program: string): Promise<number> {
  const all = await Promise.all(
    (await childrenOf(process.pid)).map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return command.includes(program) ? sum((await statOf(pid)).slice(13, 15)) : 0;
    }),
  );
  return sum(all) / TICKS;
}

/** Proportional set size in MB: memory that several processes share is counted once. */
export async function memoryOf(app: number, postmaster: number): Promise<Usage> {
  const all = [postmaster, ...(await childrenOf(postmaster))];
  const sizes = await Promise.all(all.map(async (pid) => sizeOf(pid, 'smaps_rollup', 'Pss')));
  return { app: await sizeOf(app, 'smaps_rollup', 'Pss'), database: sum(sizes) };
}

/** Resident memory of one process in MB. */
export async function residentOf(pid: number): Promise<number> {
  return sizeOf(pid, 'status', 'VmRSS');
}

/** UDP sockets of this machine at the ports from `first` to `last`. Source: proc_pid_net(5). */
export async function portsHeld(first: number, last: number): Promise<number> {
  const tables = await Promise.all(
    ['udp', 'udp6'].map(async (name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const ports = tables.flatMap((table) =>
    [...table.matchAll(/^ *\d+: [\dA-F]+:([\dA-F]{4}) /gm)].map(([, port]) => Number.parseInt(port ?? '', 16)),
  );
  return ports.filter((port) => port >= first && port <= last).length;
}

async function sizeOf(pid: number, file: string, name: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;
}

async function childrenOf(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(async (each) => (await statOf(each))[3]));
  return pids.filter((_, index) => parents[index] === pid);
}

/** The numbers of /proc/PID/stat at their places (counted from 0); zeros when the process is gone. */
async function statOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const afterName = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return text === '' ? Array.from({ length: 20 }, () => 0) : [pid, 0, 0, ...afterName.slice(1).map(Number)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
