/**
 * Programs that are not ours and speak SIP: sipp, with scenarios of ours. Where one cannot be had its tests say so and
 * are skipped; with `CI=true` it has to be there.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Debian's packages of the programs. */
const PACKAGES = { sipp: 'sip-tester' } as const;

/** Why the tests of a program are skipped; false where it is there. It is installed where we may. */
export function missing(program: keyof typeof PACKAGES): string | false {
  const isThere = (): boolean => spawnSync('which', [program]).status === 0;
  if (isThere()) return false;
  if (process.getuid?.() === 0)
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', PACKAGES[program]], { stdio: 'ignore' });
  if (isThere()) return false;
  assert.notEqual(process.env['CI'], 'true', `${program} is needed: apt-get install ${PACKAGES[program]}`);
  return `${program} is not installed (apt-get install ${PACKAGES[program]})`;
}

/** The most that a scenario may take. Seconds. */
const MAX_SECONDS = 30;

/** A scenario that runs. */
export type Sipp = {
  /** Resolves when it has come to its end; throws what went wrong, with the messages that it saw. */
  done(): Promise<string>;
  stop(): void;
};

/** How sipp runs. `to`: whom it calls, `host:port`; null: it waits to be called. */
export type SippRun = {
  readonly directory: string;
  readonly name: string;
  readonly steps: readonly string[];
  /** Null: any that is free. */
  readonly port: number | null;
  readonly to: string | null;
  /** The number that is called. */
  readonly number?: string;
};

/** Runs it once. */
export async function runSipp({ directory, name, steps, port, to, number = 'patchbay' }: SippRun): Promise<Sipp> {
  const file = join(directory, `${name}.xml`);
  const log = join(directory, `${name}.log`);
  const body = `<?xml version="1.0" encoding="ISO-8859-1" ?>\n<scenario name="${name}">\n${steps.join('\n')}\n</scenario>\n`;
  await writeFile(file, body);
  const at = port === null ? [] : ['-p', `${port}`];
  const common = ['-sf', file, '-m', '1', '-i', '127.0.0.1', ...at, '-nostdin', '-timeout', `${MAX_SECONDS}`];
  const traced = ['-timeout_error', '-trace_msg', '-message_file', log, '-s', number];
  const child = spawn('sipp', [...common, ...traced, ...(to === null ? [] : [to])], {
    stdio: 'ignore',
    cwd: directory,
  });
  const ended = once(child, 'exit');
  return {
    async done() {
      const [code] = (await ended) as [number | null];
      const messages = await readFile(log, 'utf8').catch(() => '');
      assert.equal(code, 0, `${name} did not go as written:\n${messages}`);
      return messages;
    },
    stop: () => void child.kill(),
  };
}

/** A request of sipp's. `within`: in the dialog that was answered. */
export function send(
  method: string,
  cseq: number,
  { headers = [], body = '', within = true, retry = true, branch = '[branch]' }: Partial<SendOptions> = {},
): string {
  const to = within ? '[peer_tag_param]' : '';
  const lines = [
    `${method} ${within ? '[next_url]' : 'sip:[service]@[remote_ip]:[remote_port]'} SIP/2.0`,
    `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}`,
    'From: <sip:+14155550123@[local_ip]>;tag=caller-[call_number]',
    `To: <sip:[service]@[remote_ip]>${to}`,
    'Call-ID: [call_id]',
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:sipp@[local_ip]:[local_port]>',
    'Max-Forwards: 70',
    ...headers,
    'Content-Length: [len]',
    '',
    body,
  ];
  return `<send${retry ? ' retrans="500"' : ''}><![CDATA[\n${lines.join('\n')}\n]]></send>`;
}

type SendOptions = {
  readonly headers: readonly string[];
  readonly body: string;
  readonly within: boolean;
  readonly retry: boolean;
  /** `[branch-3]` is that of the message three lines before: an ACK of a refusal has its INVITE's. */
  readonly branch: string;
};

/** A response of sipp's, to the request that came last. */
export function answer(
  status: string,
  {
    headers = [],
    body = '',
    tag = 'callee-[call_number]',
  }: { headers?: readonly string[]; body?: string; tag?: string } = {},
): string {
  const lines = [
    `SIP/2.0 ${status}`,
    '[last_Via:]',
    '[last_From:]',
    `[last_To:]${tag === '' ? '' : `;tag=${tag}`}`,
    '[last_Call-ID:]',
    '[last_CSeq:]',
    'Contact: <sip:sipp@[local_ip]:[local_port]>',
    ...headers,
    'Content-Length: [len]',
    '',
    body,
  ];
  return `<send><![CDATA[\n${lines.join('\n')}\n]]></send>`;
}

/** sipp waits for a response. What must stand in it is a regular expression. */
export function hears(status: number, says: string | null = null, isOptional = false): string {
  return `<recv response="${status}"${isOptional ? ' optional="true"' : ' rrs="true"'}>${saying(says)}</recv>`;
}

/** sipp waits for a request. */
export function isAsked(method: string, says: string | null = null): string {
  return `<recv request="${method}" rrs="true">${saying(says)}</recv>`;
}

/** sipp waits for an INVITE, and keeps its way for answers that come after other requests: `VIA_OF_INVITE`. */
export function isCalled(): string {
  return `<recv request="INVITE" rrs="true"><action><ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/></action></recv>`;
}

/** The Via of the INVITE that `isCalled` took. */
export const VIA_OF_INVITE = 'Via: [$via]';

let checks = 0;

function saying(says: string | null): string {
  if (says === null) return '';
  checks += 1;
  const found = `found${checks}`;
  return `<action><ereg regexp="${says.replaceAll('"', '&quot;').replaceAll('<', '&lt;')}" search_in="msg" check_it="true" assign_to="${found}"/><log message="[$${found}]"/></action>`;
}

/** sipp does nothing for so long. Milliseconds. */
export function waits(milliseconds: number): string {
  return `<pause milliseconds="${milliseconds}"/>`;
}

/** sipp's own description of sound: PCMU and keys. */
export function sound(more: readonly string[] = []): string {
  return [
    'v=0',
    'o=sipp 1 1 IN IP4 [local_ip]',
    's=-',
    'c=IN IP4 [local_ip]',
    't=0 0',
    'm=audio [media_port] RTP/AVP 0 101',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    ...more,
    '',
  ].join('\n');
}

/** The field of a body that describes sound. */
export const SDP = 'Content-Type: application/sdp';
