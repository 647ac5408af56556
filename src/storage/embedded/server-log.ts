import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

/** How a server ended. Both null when it was not our child: its end is then not reported. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** Bytes. A longer log is set aside at the next start, in place of the one set aside before. */
const MAX_LOG = 4 * 1024 * 1024;

/** Bytes of the log that an error quotes. */
const QUOTE = 2_000;

/** What PostgreSQL writes while other servers or backends of the cluster are still ending. */
const PREDECESSOR = /is still in use|lock file ".*" already exists/;

/** What one server writes. A file, not a pipe: it must not break when we end before the server does. */
export type ServerLog = {
  /** For the child's standard output and error. */
  readonly descriptor: number;
  /** The reason why the server ended before it was ready, with its own last words. */
  readFailure(exit: Exit): Promise<EmbeddedPostgresError>;
  /** Closes our end. The server keeps its own. */
  close(): Promise<void>;
};

/** Opens `postgres.log` in the home at its end. */
export async function openServerLog(home: string): Promise<ServerLog> {
  const path = join(home, 'postgres.log');
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > MAX_LOG) await rename(path, `${path}.1`);
  const file = await open(path, 'a+', 0o640);
  const begin = (await file.stat()).size;
  return {
    descriptor: file.fd,
    readFailure: async (exit) => {
      const { size } = await file.stat();
      const from = Math.max(begin, size - QUOTE);
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - from), position: from });
      return failure(exit, buffer.toString('utf8', 0, bytesRead).trim());
    },
    close: () => file.close(),
  };
}

function failure({ code, signal }: Exit, words: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    PREDECESSOR.test(words) ? 'predecessor_still_ends' : 'start_failed',
    `PostgreSQL ended with ${code ?? signal} before it was ready: ${words}`,
  );
}
