/** sipp as the far end of many calls: how many went as they should, and how long their answers took. */
import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { FoundProgram } from '../../test/support/peer-programs.ts';
import { receives, sends } from '../../test/support/sipp.ts';
import { inScratchDirectory } from '../support/server.ts';

/** The calls of a run. */
export type Load = {
  /** Where they go. */
  readonly port: number;
  /** The number that is called. */
  readonly number: string;
  readonly calls: number;
  /** Calls a second. */
  readonly rate: number;
  /** Percent of the messages, in and out, that are lost. */
  readonly lost?: number;
  /** How long each talks. Milliseconds. */
  readonly talk?: number;
  /** The answer that is timed. */
  readonly timed: 180 | 200;
};

/** What became of them. `times`: milliseconds from each INVITE until the answer that is timed. */
export type Outcome = { readonly failed: number; readonly times: readonly number[] };

/** How much longer a run may take than its calls. Seconds. */
const LIMIT = 180;

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 [local_ip]',
  's=-',
  'c=IN IP4 [local_ip]',
  't=0 0',
  'm=audio [media_port] RTP/AVP 0 101',
  'a=rtpmap:101 telephone-event/8000',
].join('\n');

/** Runs the calls to their ends. */
export async function load(sipp: FoundProgram, calls: Load): Promise<Outcome> {
  return inScratchDirectory(async (directory) => {
    await writeFile(join(directory, 'calls.xml'), scenario(calls));
    const { port, number, calls: count, rate, lost = 0 } = calls;
    const words = [
      '-sf',
      'calls.xml',
      '-i',
      '127.0.0.1',
      '-s',
      number,
      '-m',
      count,
      '-r',
      rate,
      '-l',
      count,
      '-nostdin',
    ];
    const kept = ['-trace_rtt', '-rtt_freq', 1, '-trace_stat', '-stf', 'counts.csv', '-fd', 1];
    const args = [
      `127.0.0.1:${port}`,
      ...words,
      ...kept,
      '-timeout',
      LIMIT + Math.ceil(count / rate),
      ...(lost > 0 ? ['-lost', lost] : []),
    ];
    const child = spawn(sipp.path, args.map(String), {
      cwd: directory,
      stdio: 'ignore',
      env: { ...process.env, ...sipp.env, TERM: 'dumb' },
    });
    await new Promise<void>((resolve, reject) => void child.once('error', reject).once('exit', () => resolve()));
    const counts = await readCounts(join(directory, 'counts.csv'));
    const file = (await readdir(directory)).find((name) => name.endsWith('_rtt.csv'));
    if (file === undefined) throw new Error(`No call of sipp was answered ${calls.timed}.`);
    const rows = (await readFile(join(directory, file), 'utf8')).trim().split('\n').slice(1);
    return { failed: count - counts, times: rows.map((row) => Number(row.split(';')[1])) };
  });
}

/** Calls that went as they should, as sipp counted them last. */
async function readCounts(file: string): Promise<number> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  const column = lines[0]?.split(';').indexOf('SuccessfulCall(C)') ?? -1;
  return Number(lines.at(-1)?.split(';')[column] ?? 0);
}

function request(method: string, cseq: number): string {
  const isInvite = method === 'INVITE';
  const lines = [
    `${method} ${isInvite ? 'sip:[service]@[remote_ip]:[remote_port]' : '[next_url]'} SIP/2.0`,
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    'From: <sip:+14155550123@[local_ip]>;tag=[call_number]',
    `To: <sip:[service]@[remote_ip]>${isInvite ? '' : '[peer_tag_param]'}`,
    ...(isInvite ? [] : ['[routes]']),
    'Call-ID: [call_id]',
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:sipp@[local_ip]:[local_port]>',
    'Max-Forwards: 70',
    ...(isInvite ? ['Content-Type: application/sdp'] : []),
    'Content-Length: [len]',
    '',
    isInvite ? SDP : '',
  ];
  return sends(lines.join('\n'), method !== 'ACK');
}

/** A call that is answered and that the caller ends. */
function scenario({ talk = 0, timed }: Load): string {
  const timer = (status: 180 | 200): string => (status === timed ? ' rtd="1"' : '');
  const steps = [
    request('INVITE', 1).replace('<send', '<send start_rtd="1"'),
    receives('response="100" optional="true"'),
    receives(`response="180" optional="true"${timer(180)}`),
    receives('response="183" optional="true"'),
    receives(`response="200" rrs="true"${timer(200)}`),
    request('ACK', 1),
    `<pause milliseconds="${talk}"/>`,
    request('BYE', 2),
    receives('response="200"'),
  ];
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario>\n${steps.join('\n')}\n</scenario>\n`;
}
