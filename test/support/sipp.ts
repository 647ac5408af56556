/** sipp as a far end: a scenario of the test's own, run to its end. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundProgram } from './peer-programs.ts';
import { makeScratchDirectory, removeDirectory } from './scratch-directory.ts';

/** How a scenario runs. */
export type SippRun = {
  /** The elements of the scenario, in their order. */
  readonly scenario: readonly string[];
  /** Where it sends. Null: it waits for calls. */
  readonly to: number | null;
  readonly calls?: number;
  /** Calls a second. */
  readonly rate?: number;
  readonly transport?: 'u1' | 't1';
  readonly port?: number;
  readonly address?: string;
  /** Per cent of messages, in and out, that are lost. */
  readonly lost?: number;
  readonly args?: readonly string[];
};

/** A run. */
export type Sipp = {
  /** Resolves with all messages once every call has gone as the scenario says; rejects with what went otherwise. */
  readonly done: Promise<string>;
  readonly port: number;
  /** The messages so far. */
  said(): Promise<string>;
  stop(): void;
};

/** The longest run. Milliseconds. */
const RUN_WITHIN = 20_000;

/** Starts it. */
export async function startSipp(program: FoundProgram, run: SippRun): Promise<Sipp> {
  const { scenario, to, calls = 1, rate = 10, transport = 'u1', address = '127.0.0.1', lost = 0, args = [] } = run;
  const port = run.port ?? (await freePort(address));
  const directory = await makeScratchDirectory();
  const file = join(directory, 'scenario.xml');
  const [errors, messages] = [join(directory, 'errors.log'), join(directory, 'messages.log')];
  await writeFile(
    file,
    `<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario>\n${scenario.join('\n')}\n</scenario>\n`,
  );
  const target = to === null ? [] : [address.includes(':') ? `[${address}]:${to}` : `127.0.0.1:${to}`];
  const options = [
    ['-sf', file, '-i', address, '-p', port, '-bind_local', '-t', transport, '-m', calls, '-r', rate],
    [
      '-l',
      Math.max(10, calls),
      '-nostdin',
      '-trace_err',
      '-error_file',
      errors,
      '-trace_msg',
      '-message_file',
      messages,
    ],
    ['-timeout', RUN_WITHIN / 1000, '-timeout_error', ...(lost === 0 ? [] : ['-lost', lost])],
  ].flatMap((some) => some.map(String));
  const child = spawn(program.path, [...target, ...options, ...args], {
    stdio: 'ignore',
    env: { ...process.env, ...program.env, TERM: 'dumb' },
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve));
  const done = ended.then(async (code) => {
    const said = await readFile(code === 0 ? messages : errors, 'utf8').catch(() => '');
    await removeDirectory(directory);
    if (code !== 0) throw new Error(`sipp ended with ${code}: ${said.slice(0, 4000)}`);
    return said;
  });
  if (to === null) await listening(address, port, transport);
  const said = async (): Promise<string> => readFile(messages, 'utf8').catch(() => '');
  return { done, port, said, stop: () => void child.kill('SIGKILL') };
}

/** A message that sipp sends; retransmitted over UDP until it is answered. */
export function sends(text: string, isRepeated = true): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim());
  return `<send${isRepeated ? ' retrans="500"' : ''}><![CDATA[\n\n${lines.join('\n')}\n\n]]></send>`;
}

/** A message that it waits for. */
export function receives(attributes: string): string {
  return `<recv ${attributes}/>`;
}

async function freePort(address: string): Promise<number> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  await new Promise<void>((resolve) => void socket.bind(0, address, resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => void socket.close(() => resolve()));
  return port;
}

/** Resolves once the port is taken, which is when sipp listens. */
async function listening(address: string, port: number, transport: 'u1' | 't1'): Promise<void> {
  const kind = transport === 'u1' ? 'udp' : 'tcp';
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');
  const entry = `${[d, c, b, a].map((each) => hex(each, 2)).join('')}:${hex(port, 4)}`;
  for (const end = performance.now() + 10_000; performance.now() < end;) {
    const table = await readFile(`/proc/net/${kind}`, 'utf8');
    if (table.includes(entry)) return;
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
  throw new Error('sipp does not listen.');
}
