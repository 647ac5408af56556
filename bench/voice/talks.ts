/** How soon the voice agent greets, answers and falls silent, on the wire of a real server. */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createOpusEncoder } from '#media/codec/opus-codec.ts';
import { createVoiceDecoder } from '#media/codec/voice-decoder.ts';
import { openCaller } from '../../test/support/pages.ts';
import { createWebrtcPeer } from '../../test/support/webrtc-peer.ts';
import type { Figure } from '../support/figure.ts';
import { atMost, known, percentile } from '../support/figure.ts';
import type { BenchServer } from '../support/server.ts';
import { withServer } from '../support/server.ts';
import { RATE, spoken } from './synthetic.ts';

/** Questions of a whole run, and of one talk; fewer only to see that it works. */
const QUESTIONS = Number(process.env['BENCH_QUESTIONS'] ?? 24);
const QUESTIONS_A_TALK = 8;

const FRAME = RATE / 50;
const PACKET_MS = 20;
/** Below this there is no voice in a packet. */
const VOICE = 200;
/** Silence that is more than a pause between two sentences, and more than one between two words. Milliseconds. */
const SILENCE_MS = { afterGreeting: 1_200, talkedOver: 500 } as const;
const PATIENCE_MS = 30_000;
/** So long an answer is listened to before it is talked over. Milliseconds. */
const LISTENED_MS = 1_500;

const ASKED = [
  'Where is my order?',
  'What are your opening hours?',
  'How do I reset my password?',
  'Where is your shop?',
];

type Times = { readonly greeting: number[]; readonly answer: number[]; readonly silence: number[] };

/** The figures. */
export async function talks(): Promise<Figure[]> {
  const times: Times = { greeting: [], answer: [], silence: [] };
  await withServer(
    async (server) => {
      while (times.answer.length < QUESTIONS) {
        const before = times.answer.length;
        await oneTalk(server, Math.min(QUESTIONS_A_TALK, QUESTIONS - before), times);
        if (times.answer.length === before) throw new Error('The voice agent answered nothing.');
      }
    },
    { PATCHBAY_LOG_LEVEL: 'error', PATCHBAY_MEDIA_PORTS: '46000-46999' },
  );
  const { greeting, answer, silence } = times;
  return [
    known(`greeting, after the sound is connected, p50 of ${greeting.length}`, percentile(greeting, 0.5), 'ms'),
    atMost(`end of speech to first sound on the wire, p50 of ${answer.length}`, percentile(answer, 0.5), 'ms', 900),
    atMost('… p95', percentile(answer, 0.95), 'ms', 1_400),
    known(`barge-in to silence, p50 of ${silence.length}`, percentile(silence, 0.5), 'ms'),
    atMost('… p95', percentile(silence, 0.95), 'ms', 350),
  ];
}

/** The first question is asked into silence, every other one into the answer before it. */
async function oneTalk(server: BenchServer, questions: number, times: Times): Promise<void> {
  const peer = createWebrtcPeer();
  const ear = createEar(peer);
  const frames = createFrames();
  const page = await openCaller(server, 'demo', {}, '?line=fin');
  try {
    page.say({ type: 'call', sdp: await peer.offer(), lang: 'en', name: 'Ada' });
    await peer.accept((await page.next('answer')).sdp);
    peer.say(frames(''));
    await page.next('sound', ({ state }) => state === 'connected');
    const connected = performance.now();
    console.log('a talk is connected');
    const greeted = await ear.voiceAfter(connected);
    if (greeted !== null) times.greeting.push(greeted - connected);
    await ear.silenceAfter(greeted ?? connected, SILENCE_MS.afterGreeting);
    for (let question = 0; question < questions; question += 1) {
      const text = ASKED[question % ASKED.length] ?? '';
      const isOver = question > 0;
      const began = performance.now();
      peer.say(frames(text));
      const ended = began + (spoken('user', text).length / RATE) * 1000;
      const silent = isOver ? await ear.silenceAfter(began, SILENCE_MS.talkedOver) : began;
      if (isOver && silent !== null && silent > began) times.silence.push(silent - began);
      const answered = await ear.voiceAfter(Math.max(ended, silent ?? ended));
      if (answered === null) return;
      times.answer.push(answered - ended);
      console.log(`question ${times.answer.length} was answered`);
      await sleep(LISTENED_MS);
    }
    page.say({ type: 'hang_up' });
  } finally {
    page.close();
    await peer.close();
  }
}

/** When voice is heard, of all that comes. */
function createEar(peer: ReturnType<typeof createWebrtcPeer>) {
  const decoder = createVoiceDecoder(RATE);
  const voiced: number[] = [];
  let looked = 0;
  const look = (): void => {
    for (; looked < peer.heard.length; looked += 1) {
      const packet = peer.heard[looked];
      if (packet === undefined || packet.payload.length === 0) continue;
      const samples = decoder.decode('opus', packet.payload);
      const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
      if (Math.sqrt(energy) > VOICE) voiced.push(packet.at);
    }
  };
  const until = async (found: () => number | null): Promise<number | null> => {
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(10)) {
      look();
      const at = found();
      if (at !== null) return at;
    }
    return null;
  };
  return {
    /** The first voice after then. */
    voiceAfter: async (then: number) => until(() => voiced.find((at) => at >= then) ?? null),
    /** The first end of voice after then that silence of this length follows. */
    silenceAfter: async (then: number, length: number) =>
      until(() => {
        const ends = [then, ...voiced.filter((at) => at >= then).map((at) => at + PACKET_MS)];
        const end = ends.find((at, place) => (ends[place + 1] ?? performance.now()) - at > length);
        return end ?? null;
      }),
  };
}

/** What a page's microphone sends: the text, and a minute of quiet after it. */
function createFrames(): (text: string) => readonly Uint8Array[] {
  const encoder = createOpusEncoder(RATE, 'speech', 24_000);
  const quiet = Array.from({ length: 3_000 }, () => encoder.encode(new Int16Array(FRAME)));
  return (text) => {
    const samples = text === '' ? new Int16Array(0) : spoken('user', text);
    const count = Math.ceil(samples.length / FRAME);
    const padded = new Int16Array(count * FRAME);
    padded.set(samples);
    return [
      ...Array.from({ length: count }, (_, at) => encoder.encode(padded.slice(at * FRAME, (at + 1) * FRAME))),
      ...quiet,
    ];
  };
}
