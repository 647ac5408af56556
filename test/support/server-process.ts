import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { findEmbeddedPostgres } from '#storage/embedded.ts';
import { TOKEN } from './patchbay.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The longest a server may take to its greeting; only ever reached by a failing run. Milliseconds. */
const MAX_START = 60_000;
const STEP_MS = 5;

/** How a process ended, and all that it printed. */
export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly output: string };

/** Patchbay in a process of its own, as an operator starts it. */
export type ServerProcess = {
  readonly address: string;
  readonly pid: number;
  /** From the start of the process to its greeting: everything is ready by then. */
  readonly startMilliseconds: number;
  /** Settles when it has ended, however. */
  readonly ended: Promise<Ended>;
  /** The number of its PostgreSQL's first process. */
  postmaster(): Promise<number>;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
};

/** It ended before it was ready. */
export class StartFailed extends Error {
  override name = 'StartFailed';
  readonly ended: Ended;
  constructor(ended: Ended) {
    super(`The server ended with ${ended.code ?? ended.signal} before it was ready:\n${ended.output}`);
    this.ended = ended;
  }
}

/** Starts the server on the data directory with the demo token; `env` adds settings. Throws `StartFailed`. */
export async function startServerProcess(
  dataDirectory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const began = performance.now();
  const output = join(dataDirectory, `server-${process.pid}-${Math.round(began)}.log`);
  const file = await open(output, 'a');
  const child = spawn(process.execPath, [join(ROOT, 'tools/run.mjs'), join(ROOT, 'src/main.ts')], {
    env: { ...inherited(), ...settings(dataDirectory), ...env },
    stdio: ['ignore', file.fd, file.fd],
  });
  const ended = once(child, 'exit').then(async ([code, signal]: unknown[]) => {
    await file.close();
    // What `exit` brings is documented: a code or a signal.
    return { code, signal, output: await readFile(output, 'utf8') } as Ended;
  });
  const address = await Promise.race([greeted(output), ended.then((end) => new StartFailed(end))]);
  if (address instanceof Error) throw address;
  const { pid } = child;
  if (pid === undefined) throw new Error('A process that has greeted has no number.');
  return {
    address,
    pid,
    startMilliseconds: performance.now() - began,
    ended,
    postmaster: async () => postmasterOf(dataDirectory),
    async end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

function settings(dataDirectory: string): Record<string, string> {
  return {
    PATCHBAY_PORT: '0',
    PATCHBAY_DATA_DIR: dataDirectory,
    PATCHBAY_DEMO_TOKEN: TOKEN,
    PATCHBAY_RATE_LIMIT: 'off',
  };
}

/** The environment without settings that are meant for someone else. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PATCHBAY_')));
}

async function greeted(output: string): Promise<string | Error> {
  const until = performance.now() + MAX_START;
  while (performance.now() < until) {
    const address = /Patchbay is running at (\S+)/.exec(await readFile(output, 'utf8'))?.[1];
    if (address !== undefined) return address;
    await sleep(STEP_MS);
  }
  return new Error(`No greeting after ${MAX_START} ms:\n${await readFile(output, 'utf8')}`);
}

/** The number of the first process of the PostgreSQL that runs on the data directory. */
export async function postmasterOf(dataDirectory: string): Promise<number> {
  const [row] = await queryDatabase(
    dataDirectory,
    `select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`,
  );
  return Number(row?.['pid']);
}

/** Asks the embedded PostgreSQL of a server that runs on the data directory. */
export async function queryDatabase(dataDirectory: string, sql: string): Promise<Record<string, unknown>[]> {
  const connection = await findEmbeddedPostgres({ dataDirectory });
  if (connection === null) throw new Error(`No PostgreSQL answers on ${dataDirectory}.`);
  const client = new Client(connection);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
