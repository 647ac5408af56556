/** baresip as a telephone: it calls, says a tone from a file, and writes down what it hears. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';
import type { FoundProgram } from './peer-programs.ts';

const HOST = '127.0.0.1';
const MODULES = ['g711', 'aufile', 'sndfile', 'srtp', 'dtls_srtp'];

/** The modules of the package, wherever that lies. */
const MODULES_AT = '../lib/baresip/modules';

/** How it calls: from an empty directory of its own, saying a tone. */
export type BaresipPhone = {
  readonly directory: string;
  /** As it names them. */
  readonly codec: 'PCMU' | 'PCMA';
  readonly encryption: 'srtp-mand' | 'dtls_srtp' | null;
  readonly hertz: number;
  /** Where it is; on 127.0.0.1 where absent. */
  readonly address?: '127.0.0.1' | '::1';
};

/** A call that it makes. `answer`: takes its description, and gives one. */
export type BaresipCall = BaresipPhone & { answer(offer: string): Promise<string> };

/** What it heard: samples, and how many a second. */
export type BaresipHeard = { readonly samples: Int16Array; readonly sampleRate: number };

/** A call of it. `heard`: what it has heard so far. `end` hangs up. */
export type OnBaresip = {
  press(digit: string): Promise<void>;
  heard(): BaresipHeard;
  end(): Promise<BaresipHeard>;
};

/** It is on its way. The answer ends it, and tells what it heard. */
export async function baresipCalls(
  program: FoundProgram,
  { answer, ...phone }: BaresipCall,
): Promise<() => Promise<BaresipHeard>> {
  const sip = createSocket('udp4');
  await new Promise<void>((resolve) => void sip.bind(0, HOST, resolve));
  const { port } = sip.address();
  let answered: Promise<string> | null = null;
  const reply = async (request: string): Promise<string> => {
    const body = request.startsWith('INVITE') ? await (answered ??= answer(request.split('\r\n\r\n')[1] ?? '')) : '';
    const kept = request.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq):/iu.test(line));
    const head = kept.map((line) => (/^to:/iu.test(line) ? `${line};tag=house` : line));
    const type = body === '' ? [] : [`Contact: <sip:house@${HOST}:${port}>`, 'Content-Type: application/sdp'];
    return ['SIP/2.0 200 OK', ...head, ...type, `Content-Length: ${body.length}`, '', body].join('\r\n');
  };
  sip.on('message', (data, from) => {
    const text = String(data);
    if (/^(ACK|SIP)/u.test(text)) return;
    reply(text).then(
      (response) => sip.send(response, from.port, from.address),
      () => undefined,
    );
  });

  const { end } = await baresipDials(program, { ...phone, to: `house@${HOST}:${port}` });
  let closed: Promise<BaresipHeard> | null = null;
  return async () => (closed ??= end().finally(() => sip.close()));
}

/** Calls the address of SIP. */
export async function baresipDials(
  { path, env }: FoundProgram,
  { directory, codec, encryption, hertz, to, address = HOST }: BaresipPhone & { readonly to: string },
): Promise<OnBaresip> {
  const host = address.includes(':') ? `[${address}]` : address;
  const sampleRate = 8000;
  const spoken = join(directory, 'spoken.wav');
  await writeFile(spoken, encodeWav({ sampleRate, channels: [tone({ hertz, seconds: 60, sampleRate, level: 0.5 })] }));
  const control = await freePort();
  const config = [
    `module_path ${join(path, '..', MODULES_AT)}`,
    ...MODULES.map((name) => `module ${name}.so`),
    'module_app account.so',
    'module_app menu.so',
    'module_app ctrl_tcp.so',
    `ctrl_tcp_listen ${HOST}:${control}`,
    `audio_source aufile,${spoken}`,
    `snd_path ${directory}`,
    `sip_listen ${host}:0`,
    `net_interface ${address}`,
  ];
  await writeFile(join(directory, 'config'), `${config.join('\n')}\n`);
  const media = encryption === null ? '' : `;mediaenc=${encryption}`;
  const account = `<sip:+14155550123@${host}>;regint=0;audio_codecs=${codec}${media}\n`;
  await writeFile(join(directory, 'accounts'), account);
  await writeFile(join(directory, 'contacts'), '');
  const family = address === '::1' ? '-6' : '-4';
  const child = spawn(path, [family, '-f', directory, '-e', `/dial sip:${to}`], {
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  const heard = (): BaresipHeard => {
    const [file] = globSync('dump-*-dec.wav', { cwd: directory });
    if (file === undefined) return { samples: new Int16Array(0), sampleRate };
    // It is ended in the middle, and leaves lengths of zero in the header.
    const bytes = readFileSync(join(directory, file)).subarray(44);
    const samples = Int16Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readInt16LE(2 * index));
    return { samples, sampleRate };
  };
  let ended: Promise<BaresipHeard> | null = null;
  const end = async (): Promise<BaresipHeard> => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    clearTimeout(timer);
    return heard();
  };
  return { press: async (digit) => command(control, 'sndcode', digit), heard, end: async () => (ended ??= end()) };
}

/** Has it do something, as a netstring of JSON. Source: baresip, module `ctrl_tcp`. */
async function command(port: number, name: string, params: string): Promise<void> {
  const socket = connect(port, HOST);
  await once(socket, 'connect');
  const text = JSON.stringify({ command: name, params });
  socket.write(`${Buffer.byteLength(text)}:${text},`);
  await once(socket, 'data');
  socket.destroy();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo; // It listens on a port.
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}
