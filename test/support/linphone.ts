/** linphone as a telephone, driven by its command line: it calls or is called, says a tone, and keeps what it hears. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';
import type { FoundProgram } from './peer-programs.ts';
import { until } from './until.ts';

const HOST = '127.0.0.1';
/** Of what it says and hears. */
export const SAMPLE_RATE = 8000;
/** The head of a file of sound. Bytes. */
const WAV_HEAD = 44;

/** From an empty directory of its own, saying a tone. `port`: of its SIP. `srtp`: whether it encrypts its sound. */
export type LinphonePhone = {
  readonly directory: string;
  readonly hertz: number;
  readonly port: number;
  readonly srtp: boolean;
  /** Whose certificates it believes over TLS, PEM. */
  readonly authority: string;
};

/** It, and how it is told what to do. */
export type Linphone = {
  /** Types a line, as a person at its prompt. A key is a line, too. */
  type(line: string): void;
  /** What it has heard in its calls so far: samples at {@link SAMPLE_RATE}. */
  heard(): Int16Array;
  end(): Promise<void>;
};

/** Starts it. It is heard while it rings, and answers once it is told to. */
export async function startLinphone(
  { path, env }: FoundProgram,
  { directory, hertz, port, srtp, authority }: LinphonePhone,
): Promise<Linphone> {
  const [spoken, heard, settings, trusted] = ['spoken.wav', 'heard.wav', 'linphonerc', 'authority.pem'].map((name) =>
    join(directory, name),
  );
  const samples = tone({ hertz, seconds: 60, sampleRate: SAMPLE_RATE, level: 0.5 });
  await mkdir(join(directory, '.local', 'share', 'linphone'), { recursive: true });
  await writeFile(spoken ?? '', encodeWav({ sampleRate: SAMPLE_RATE, channels: [samples] }));
  await writeFile(trusted ?? '', authority);
  await writeFile(settings ?? '', settingsOf(port, srtp, trusted ?? ''));
  const child = spawn(path, ['-c', settings ?? '', '-S', '--real-early-media'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env, HOME: directory },
  });
  let shown = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (shown += String(bytes)));
  child.stdin.on('error', () => undefined);
  const type = (line: string): void => void child.stdin.write(`${line}\n`);
  await until(() => shown.includes('linphonec>'));
  for (const line of ['soundcard use files', `play ${spoken}`, `record ${heard}`]) type(line);
  await until(() => shown.includes('Using wav files'));
  return {
    type,
    heard() {
      if (!existsSync(heard ?? '')) return new Int16Array(0);
      const bytes = readFileSync(heard ?? '').subarray(WAV_HEAD);
      return Int16Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readInt16LE(2 * index));
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      type('quit');
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
      await once(child, 'exit');
      clearTimeout(timer);
    },
  };
}

function settingsOf(port: number, srtp: boolean, authorities: string): string {
  return [
    '[sip]',
    `sip_port=${port}`,
    'sip_tcp_port=0',
    'sip_tls_port=-1',
    `root_ca=${authorities}`,
    'verify_server_certs=1',
    'verify_server_cn=1',
    `contact="Phone" <sip:+14155550123@${HOST}>`,
    'use_ipv6=0',
    'guess_hostname=0',
    'default_proxy=-1',
    'incoming_calls_early_media=1',
    `media_encryption=${srtp ? 'srtp' : 'none'}`,
    '[sound]',
    'echocancellation=0',
    '',
  ].join('\n');
}
