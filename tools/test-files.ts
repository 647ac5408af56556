/** Runs test files, each in a process of its own that has a limit, several at once. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import process from 'node:process';
import { RUNS_TSX } from './checks.ts';

/** How one file ended. */
export type FileResult = {
  readonly file: string;
  readonly passed: boolean;
  /** Wall-clock time of its process, in seconds. */
  readonly seconds: number;
  /** All that it wrote, stdout and stderr as they came; a file that was killed says so in the last line. */
  readonly output: string;
  /** What its reporter counted, by name: tests, pass, fail, canceled, skipped. Empty when it did not get that far. */
  readonly counts: Readonly<Record<string, number>>;
};

/** What every file of a run has in common. */
export type FileRun = {
  /** How many run at the same time; 1 or more. */
  readonly atOnce: number;
  /** The longest that one test may take, in seconds. Then it fails and the next begins. */
  readonly testSeconds: number;
  /** The longest that a file may take, in seconds: then its process group is killed, and the file has failed. */
  readonly fileSeconds: number;
  readonly env: NodeJS.ProcessEnv;
  /** Told as each file ends, in the order of the ends. */
  onEnd(result: FileResult): void;
};

/** What must not outlive this process. */
const running = new Set<ChildProcess>();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    for (const child of running) kill(child);
    process.exit(1);
  });

/** Runs the files in the order given. Resolves with how each ended when all have, and never rejects. */
export async function runFiles(files: readonly string[], run: FileRun): Promise<FileResult[]> {
  const waiting = [...files];
  const results: FileResult[] = [];
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const result = await runFile(file, run);
      results.push(result);
      run.onEnd(result);
    }
  };
  await Promise.all(Array.from({ length: run.atOnce }, work));
  return results;
}

async function runFile(file: string, { testSeconds, fileSeconds, env }: FileRun): Promise<FileResult> {
  const began = performance.now();
  const args = [...RUNS_TSX, '--test-reporter=spec', `--test-timeout=${testSeconds * 1000}`, file];
  // A group of its own: what the file started is killed with it.
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (output += text));
  }
  const late = setTimeout(() => {
    kill(child);
    output += `\n✖ ${file} had not ended after ${fileSeconds} s and was killed.\n`;
  }, fileSeconds * 1000);
  const code = await ended(child);
  clearTimeout(late);
  running.delete(child);
  const seconds = (performance.now() - began) / 1000;
  return { file, passed: code === 0, seconds, output, counts: readCounts(output) };
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

function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** The totals that the reporter prints last, such as "ℹ tests 12". */
function readCounts(output: string): Record<string, number> {
  const lines = output.matchAll(/^ℹ (tests|pass|fail|cancelled|skipped) (\d+)$/gm);
  return Object.fromEntries([...lines].map((match) => [match[1] ?? '', Number(match[2])]));
}
