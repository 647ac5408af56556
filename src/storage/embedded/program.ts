import { spawn, type SpawnOptions } from 'node:child_process';
import { EmbeddedPostgresError, type EmbeddedPostgresFault } from './errors.ts';
import type { Identity } from './identity.ts';

/**
 * Options to start a PostgreSQL program as the identity, and with none of our environment: PGDATA and its like would
 * steer it, and secrets are none of its business. A named time zone spares initdb a search.
 */
export function programOptions(identity: Identity | null, directory: string): SpawnOptions {
  const rights = identity === null ? {} : { uid: identity.uid, gid: identity.gid };
  return { cwd: directory, env: { LC_ALL: 'C', TZ: 'UTC' }, windowsHide: true, ...rights };
}

/** Runs a program to its end; throws the fault, with what the program wrote, unless it ends well. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: SpawnOptions,
  fault: EmbeddedPostgresFault,
): Promise<void> {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | string | null>((resolve, reject) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
    child.once('error', (cause) => reject(new EmbeddedPostgresError(fault, `${file} cannot be started.`, { cause })));
  });
  if (code !== 0) throw new EmbeddedPostgresError(fault, `${file} ended with ${code}: ${output.trim()}`);
}
