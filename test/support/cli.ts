/** The command line in this process: what was typed goes in, what was printed comes out. */
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after } from 'node:test';
import { runCli } from '#cli/cli.ts';
import type { ExitCode } from '#cli/exit-codes.ts';
import { removeDirectory } from './scratch-directory.ts';

/** How a verb ended, and what it printed: results, and the rest. */
export type Ended = { readonly code: ExitCode; readonly out: readonly string[]; readonly err: readonly string[] };

/** A verb that continues. */
export type Running = {
  readonly out: readonly string[];
  readonly err: readonly string[];
  readonly ended: Promise<Ended>;
  /** As Ctrl-C does. */
  interrupt(): void;
  /** Resolves once it has printed this many lines of results. */
  printed(least: number): Promise<void>;
  /** Hears each line of results from now on. */
  heard(line: (text: string) => void): void;
};

/** What it runs with. `input`: what is typed into it. */
export type With = {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** What is typed as it continues, instead. */
  readonly stream?: NodeJS.ReadableStream;
};

/** A command line with a directory of its own for its profile. */
export type TestCli = {
  readonly configDirectory: string;
  start(args: readonly string[], given?: With): Running;
  run(args: readonly string[], given?: With): Promise<Ended>;
};

/** Makes one, with `env` around every command. */
export async function testCli(env: Readonly<Record<string, string>> = {}): Promise<TestCli> {
  const configDirectory = await mkdtemp(join(tmpdir(), 'patchbay-cli-'));
  after(async () => removeDirectory(configDirectory));
  const start = (args: readonly string[], given: With = {}): Running => {
    const [out, err]: [string[], string[]] = [[], []];
    const lines = new EventTarget();
    const hearing: ((text: string) => void)[] = [];
    const interrupted = new AbortController();
    const ended = runCli(args, {
      env: { ...env, ...given.env },
      configDirectory,
      signal: interrupted.signal,
      input: given.stream ?? Readable.from(given.input === undefined ? [] : [given.input]),
      async out(line) {
        out.push(line);
        for (const hear of hearing) hear(line);
        lines.dispatchEvent(new Event('line'));
      },
      async err(line) {
        err.push(line);
        lines.dispatchEvent(new Event('line'));
      },
    }).then((code) => ({ code, out, err }));
    return {
      out,
      err,
      ended,
      interrupt: () => interrupted.abort(),
      heard: (line) => void hearing.push(line),
      async printed(least) {
        while (out.length < least) await Promise.race([once(lines, 'line'), ended.then(({ err: said }) => fail(said))]);
      },
    };
  };
  return { configDirectory, start, run: async (args, given) => start(args, given).ended };
}

function fail(said: readonly string[]): never {
  throw new Error(`It ended early: ${said.join(' ')}`);
}
