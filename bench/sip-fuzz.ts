/** Is SIP read as fast as a busy trunk sends it, and does nothing that is sent make the reader throw, stall or grow? */
import { createRequire } from 'node:module';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readDatagram } from '#sip/message/read-message.ts';
import { mutations } from '../test/support/sip-mutations.ts';
import { requestText } from '../test/support/sip.ts';
import type { Figure } from './support/figure.ts';
import { atMost, known, ratioOf } from './support/figure.ts';

/** Mutated messages; fewer by the environment variable of this name. */
const COUNT = Number(process.env['BENCH_SIP_FUZZ'] ?? 1_000_000);
/** Milliseconds that a message may take. */
const SLOW = 2;
const BREATH = 5;
const INVITES = 50_000;
const ROUNDS = 5;

const SDP = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8\r\n';
const INVITE = Buffer.from(
  requestText('INVITE', { 'Record-Route': '<sip:p1.example.com;lr>', 'Content-Type': 'application/sdp' }, SDP),
);

/** Reads a million mutated messages, and INVITEs beside the reader of the package `sip` in the same run. */
export async function sipFuzz(): Promise<Figure[]> {
  const { thrown, slowest, growth } = readMutations();
  const ours = invitesASecond(() => readDatagram(INVITE));
  const theirs = invitesASecond(packageReader());
  return [
    atMost(`times the reader throws, of ${COUNT} mutated messages`, thrown, '', 0),
    atMost('the slowest of them', slowest, 'ms', SLOW),
    atMost('growth of the heap from the first tenth to the end', growth, 'MB', BREATH),
    known('INVITEs read in a second of CPU', ours, '/s'),
    ratioOf('beside the package "sip", which checks less', ours, theirs, '/s', { atLeast: 0.5 }),
  ];
}

function readMutations(): { thrown: number; slowest: number; growth: number } {
  let [thrown, slowest, read, before] = [0, 0, 0, 0];
  for (const bytes of mutations(COUNT, 4475)) {
    try {
      slowest = Math.max(slowest, quickestOf(bytes));
    } catch {
      thrown += 1;
    }
    read += 1;
    if (read === COUNT / 10) before = heldMegabytes();
  }
  return { thrown, slowest, growth: Math.max(0, heldMegabytes() - before) };
}

/** One that is slow is read again up to twenty times: on a busy machine a pause can fall into several in a row. */
function quickestOf(bytes: Uint8Array): number {
  let quickest = millisecondsOf(bytes);
  for (let again = 0; quickest > SLOW && again < 20; again += 1) quickest = Math.min(quickest, millisecondsOf(bytes));
  return quickest;
}

function millisecondsOf(bytes: Uint8Array): number {
  const before = performance.now();
  readDatagram(bytes);
  return performance.now() - before;
}

/** What is held once the collector has run. */
function heldMegabytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 1e6;
}

/** INVITEs for each second of CPU, so that what else the machine does counts for neither; the best of a few rounds. */
function invitesASecond(read: () => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    for (let count = 0; count < INVITES; count += 1) read();
    const { user, system } = process.cpuUsage(before);
    return INVITES / ((user + system) / 1e6);
  });
  return Math.max(...rounds);
}

function packageReader(): () => unknown {
  const sip = createRequire(import.meta.url)('sip') as { readonly parse: (text: string) => unknown };
  return () => sip.parse(INVITE.toString('latin1'));
}
