/** Do eight calls that are written down while they last keep their sound as soon as eight that are not? */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createOpusEncoder } from '#media/codec/opus-codec.ts';
import type { LightPeer } from '../../test/support/light-peer.ts';
import { createLightPeer } from '../../test/support/light-peer.ts';
import type { Desk } from '../../test/support/pages.ts';
import { openCaller, openDesk } from '../../test/support/pages.ts';
import type { Workforce } from '../media/workforce.ts';
import { withWorkforce } from '../media/workforce.ts';
import type { Figure } from '../support/figure.ts';
import { atMost, known, percentile } from '../support/figure.ts';
import type { BenchServer } from '../support/server.ts';
import { SENTENCES } from './sentences.ts';
import { RATE, spoken } from './synthetic.ts';

const CALLS = 8;
/** Of a whole run; fewer only to see that it works. */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 20);
const SETTLE_MS = 3_000;
const FRAME = RATE / 50;
const PACKET_MS = 20;

/** How long packets were under way, and in how many calls words came while they lasted. */
type Seen = { readonly delays: readonly number[]; readonly calls: number };

/** The figures. */
export async function liveCalls(): Promise<Figure[]> {
  const plain = await seenWith('off');
  const written = await seenWith('embedded');
  const p99 = (seen: Seen): number => percentile(seen.delays, 0.99);
  return [
    {
      ...atMost(`sound under way in ${CALLS} calls that are written down, p99`, p99(written), 'ms', 10),
      baseline: `${p99(plain).toFixed(2)} ms`,
      ratio: (p99(written) / p99(plain)).toFixed(2),
    },
    known('… p50', percentile(written.delays, 0.5), 'ms'),
    known('… of them with words while they last', written.calls, ''),
  ];
}

async function seenWith(transcriber: 'off' | 'embedded'): Promise<Seen> {
  return withWorkforce(CALLS, 1, async (server, talking) => seenIn(server, talking), {
    PATCHBAY_TRANSCRIBER: transcriber,
  });
}

async function seenIn(server: BenchServer, { agents, menuId }: Workforce): Promise<Seen> {
  const frames = createSpeechFrames();
  const delays: number[] = [];
  const isMeasuring = { value: false };
  const seats = new Map<number, Seat>();
  for (const { id, cookie } of agents)
    seats.set(
      id,
      await openSeat(server, id, cookie, (delay) => {
        if (isMeasuring.value) delays.push(delay);
      }),
    );
  const calls: Talking[] = [];
  while (calls.length < CALLS) calls.push(await openCall(server, menuId, seats, { frames, offset: calls.length * 97 }));
  await sleep(SETTLE_MS);
  isMeasuring.value = true;
  await sleep(SECONDS * 1000);
  isMeasuring.value = false;
  const heard = await Promise.all(calls.map(async ({ hasWords }) => hasWords()));
  for (const { end } of calls) end();
  return { delays, calls: heard.filter(Boolean).length };
}

/** An agent who is free. */
type Seat = {
  readonly id: number;
  readonly desk: Desk;
  readonly peer: LightPeer;
  readonly timer: NodeJS.Timeout;
  /** When what their caller says was sent. */
  hears(sentAt: ReadonlyMap<string, number>): void;
};
type Talking = { hasWords(): Promise<boolean>; end(): void };
type Speech = { readonly frames: readonly Uint8Array[]; readonly offset: number };

/** `arrived`: how long a packet of the caller was under way. */
async function openSeat(
  server: BenchServer,
  id: number,
  cookie: string,
  arrived: (delay: number) => void,
): Promise<Seat> {
  let sentAt: ReadonlyMap<string, number> = new Map();
  const peer = await createLightPeer((payload) => {
    const at = sentAt.get(keyOf(payload));
    if (at !== undefined) arrived(performance.now() - at);
  });
  const desk = await openDesk(server, cookie);
  await desk.ask({ type: 'hello', since: null });
  const offered = await desk.ask({ type: 'sound_offer', sdp: peer.offer });
  if (!offered.ok) throw new Error('The agent has no sound.');
  // What a sound offer is answered with: see the desk's protocol.
  await peer.accept((offered.data as { answer: string }).answer);
  const timer = talk(peer, [QUIET], 0, null); // A leg from which nothing comes is lost.
  await desk.next('sound', ({ state }) => state === 'connected');
  await desk.ask({ type: 'status', status: 'available' });
  return { id, desk, peer, timer, hears: (sent) => void (sentAt = sent) };
}

/** A caller who talks without an end, and the agent who was rung, who listens. */
async function openCall(
  server: BenchServer,
  menuId: number,
  seats: Map<number, Seat>,
  { frames, offset }: Speech,
): Promise<Talking> {
  const caller = await createLightPeer(() => undefined);
  const page = await openCaller(server);
  page.say({ type: 'call', sdp: caller.offer, lang: 'en', name: 'Ada' });
  await caller.accept((await page.next('answer')).sdp);
  const sent = new Map<string, number>();
  const timer = talk(caller, frames, offset, sent);
  const { callId } = (await page.next('call')).data;
  page.say({ type: 'choose', menuId });
  const { id, desk, peer, ...seat } = await rung(seats, callId);
  seats.delete(id);
  const reply = await desk.ask({ type: 'answer', callId });
  if (!reply.ok) throw new Error(`Answer was refused: ${reply.error}`);
  seat.hears(sent);
  await desk.next('call', ({ data }) => data.id === callId && data.state === 'connected');
  return {
    async hasWords() {
      const words = await desk.ask({ type: 'words', callId });
      return words.ok && JSON.stringify(words.data).includes('"text"');
    },
    end() {
      for (const each of [timer, seat.timer]) clearInterval(each);
      page.close();
      desk.close();
      for (const each of [peer, caller]) each.close();
    },
  };
}

/** The agent at whose desk the call rings. */
async function rung(seats: Map<number, Seat>, callId: number): Promise<Seat> {
  return Promise.any(
    [...seats.values()].map(async (seat) => {
      await seat.desk.next('call', ({ data }) => data.id === callId && data.offer?.agentIds.includes(seat.id) === true);
      return seat;
    }),
  );
}

/** Opus: twenty milliseconds without a sound. */
const QUIET = new Uint8Array([0xf8, 0xff, 0xfe]);

function talk(
  peer: LightPeer,
  frames: readonly Uint8Array[],
  offset: number,
  sentAt: Map<string, number> | null,
): NodeJS.Timeout {
  const began = performance.now();
  let sent = 0;
  return setInterval(() => {
    for (; sent * PACKET_MS <= performance.now() - began; sent += 1) {
      const frame = frames[(offset + sent) % frames.length] ?? new Uint8Array(0);
      peer.send(frame);
      sentAt?.set(keyOf(frame), performance.now());
    }
  }, PACKET_MS / 2);
}

function keyOf(payload: Uint8Array): string {
  return Buffer.from(payload).toString('latin1');
}

/** All sentences, one after the other, each with a second of quiet behind it. */
function createSpeechFrames(): readonly Uint8Array[] {
  const encoder = createOpusEncoder(RATE, 'speech', 24_000);
  const frames: Uint8Array[] = [];
  for (const [said] of SENTENCES) {
    const voice = spoken('user', said);
    const sound = new Int16Array(Math.ceil((voice.length + RATE) / FRAME) * FRAME);
    sound.set(voice);
    for (let at = 0; at < sound.length; at += FRAME) frames.push(encoder.encode(sound.slice(at, at + FRAME)));
  }
  return frames;
}
