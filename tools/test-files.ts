/** Runs groups of test files, each in a process that has a limit, several at once. */
import { RUNS_TESTS } from './checks.ts';
import type { Group } from './test-groups.ts';
import { kill, start } from './test-process.ts';
import type { FileEnd } from './test-reporter.ts';

/** How one file ended. */
export type FileResult = {
  readonly file: string;
  readonly passed: boolean;
  /** Wall-clock time of its process, or of its part of it, in seconds. */
  readonly seconds: number;
  /** All that it wrote, stdout and stderr as they came; a file that was killed says so in the last line. */
  readonly output: string;
  /** What its reporter counted, by name: tests, pass, fail, canceled, skipped. Empty when it did not get that far. */
  readonly counts: Readonly<Record<string, number>>;
};

/** What every file of a run has in common. */
export type FileRun = {
  /** How many processes run at the same time; 1 or more. */
  readonly atOnce: number;
  /** The longest that one test may take, in seconds. Then it fails and the next begins. */
  readonly testSeconds: number;
  /** The longest that a file may take, in seconds: then its process group is killed, and the file has failed. */
  readonly fileSeconds: number;
  readonly env: NodeJS.ProcessEnv;
  /** Told as each file ends, in the order of the ends. */
  onEnd(result: FileResult): void;
};

/** Runs the groups in the order given. Resolves with how each file ended when all have, and never rejects. */
export async function runFiles(groups: readonly Group[], run: FileRun): Promise<FileResult[]> {
  const waiting = [...groups];
  const results: FileResult[] = [];
  const telling = { ...run, onEnd: (result: FileResult) => (results.push(result), run.onEnd(result)) };
  const work = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift())
      await (group.files.length > 1 ? runTogether(group, telling) : runAlone(group, telling));
  };
  await Promise.all(Array.from({ length: run.atOnce }, work));
  return results;
}

async function runAlone({ files }: Group, run: FileRun): Promise<void> {
  for (const file of files) run.onEnd(await runFile(file, run));
}

async function runFile(file: string, run: FileRun): Promise<FileResult> {
  const began = performance.now();
  const { child, end } = start([...limits(run), '--test-reporter=spec', file], run.env);
  const late = setTimeout(() => kill(child), run.fileSeconds * 1000);
  const { code, output, wasKilled } = await end.finally(() => clearTimeout(late));
  const seconds = (performance.now() - began) / 1000;
  const last = wasKilled ? `\n✖ ${file} had not ended after ${run.fileSeconds} s and was killed.\n` : '';
  return { file, passed: code === 0, seconds, output: output + last, counts: readCounts(output) };
}

/**
 * Runs files one after the other in one process. A file that fails is run once more, alone, and what it then did is
 * reported too; it has failed whatever that was. Files that the process did not come to are run alone and only so.
 */
async function runTogether({ files, preloads }: Group, run: FileRun): Promise<void> {
  const imports = preloads.flatMap((file) => ['--import', `./${file}`]);
  const reporter = ['--test-reporter=./tools/test-reporter.ts', '--test-reporter-destination=stdout'];
  const { child, end } = start([...limits(run), ...imports, ...reporter, 'tools/test-together.ts', ...files], run.env);
  const rest = new Set(files);
  const failed: FileEnd[] = [];
  // The end of the last file is told when the process has ended too.
  const last: FileEnd[] = [];
  const late = setTimeout(() => kill(child), run.fileSeconds * 1000);
  child.on('message', (message) => {
    const ended = message as FileEnd; // The reporter sends nothing else.
    late.refresh();
    rest.delete(ended.file);
    if (!ended.passed) failed.push(ended);
    else if (rest.size > 0) run.onEnd({ ...ended, output: '' });
    else last.push(ended);
  });
  const { code, output, wasKilled } = await end.finally(() => clearTimeout(late));
  const how = wasKilled ? `had not continued after ${run.fileSeconds} s and was killed` : `ended with ${code}`;
  const [current, ...next] = rest;
  if (current !== undefined) failed.push(brokenOff(current, `${how} while this file was at work`));
  // Node ends with 1 when a test has failed; when none has, something that a file left behind is at fault.
  const isLeft = wasKilled || (code !== 0 && failed.length === 0);
  for (const ended of last)
    if (isLeft) failed.push(brokenOff(ended.file, `${how} when all of these were over:\n${files.join('\n')}`));
    else run.onEnd({ ...ended, output: '' });
  for (const each of failed) run.onEnd(await failedAmong(each, output, run));
  for (const file of next) run.onEnd(await runFile(file, run));
}

/** What every process is started with. */
function limits({ testSeconds }: FileRun): string[] {
  return [...RUNS_TESTS, `--test-timeout=${testSeconds * 1000}`];
}

function brokenOff(file: string, how: string): FileEnd {
  return { file, passed: false, seconds: 0, report: `✖ Its process ${how}\n`, counts: {} };
}

/** The result of a file that failed among others: what was reported there, what they wrote, and what it does alone. */
async function failedAmong({ file, report, counts }: FileEnd, written: string, run: FileRun): Promise<FileResult> {
  const alone = await runFile(file, run);
  const then = `\nAlone it ${alone.passed ? 'passes' : 'fails too'}:\n${alone.output}`;
  const output = `${report}\nThe process that it shared with others wrote:\n${written}\n${then}`;
  return { ...alone, passed: false, output, counts: alone.passed ? counts : alone.counts };
}

/** The totals that the reporter prints last, such as "ℹ tests 12". */
function readCounts(output: string): Record<string, number> {
  const lines = output.matchAll(/^ℹ (tests|pass|fail|cancelled|skipped) (\d+)$/gm);
  return Object.fromEntries([...lines].map((match) => [match[1] ?? '', Number(match[2])]));
}
