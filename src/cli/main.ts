/** `patchbay …`: this process as the verbs see it. */
import { once } from 'node:events';
import process from 'node:process';
import { runCli } from './cli.ts';
import { configDirectoryOf } from './profile.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on('error', () => process.exit(0));

async function write(stream: NodeJS.WriteStream, line: string): Promise<void> {
  if (!stream.write(`${line}\n`)) await once(stream, 'drain');
}

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  configDirectory: configDirectoryOf(process.env),
  signal: interrupted.signal,
  input: process.stdin,
  out: async (line) => write(process.stdout, line),
  err: async (line) => write(process.stderr, line),
});
