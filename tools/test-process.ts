/** The processes that test files run in. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import process from 'node:process';

/** What must not outlive this process. */
const running = new Set<ChildProcess>();
/** Those whose time was over. */
const killed = new WeakSet<ChildProcess>();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    for (const child of running) kill(child);
    process.exit(1);
  });

/** A process of test files. What it sends comes as the child's messages. */
export type Started = {
  readonly child: ChildProcess;
  /** Its exit code, 1 when there is none, and all that it wrote. Never rejects. */
  readonly end: Promise<{ readonly code: number; readonly output: string; readonly wasKilled: boolean }>;
};

/** Starts this Node with the arguments. */
export function start(args: readonly string[], env: NodeJS.ProcessEnv): Started {
  // A group of its own: what it started is killed with it.
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => (output += text));
  }
  const end = ended(child).then((code) => {
    running.delete(child);
    return { code, output, wasKilled: killed.has(child) };
  });
  return { child, end };
}

/**
 * How long the output of a process that has ended is waited for, in milliseconds: what it left behind may hold the pipe
 * open.
 */
const DRAIN_MS = 2000;

/** The exit code, once all output is read; 1 for an end by a signal and for a process that could not start. */
async function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
    child.on('exit', (code) => void setTimeout(() => resolve(code ?? 1), DRAIN_MS).unref());
  });
}

/** Kills the process and all that it has started. */
export function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  killed.add(child);
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
