/**
 * From an agent's Answer to the first sound of each at the other, through a real server: sockets, database, DTLS,
 * relay.
 */
import { createLightPeer } from '../../test/support/light-peer.ts';
import type { LightPeer } from '../../test/support/light-peer.ts';
import type { Desk } from '../../test/support/pages.ts';
import { openCaller, openDesk } from '../../test/support/pages.ts';
import type { BenchServer } from '../support/server.ts';
import type { Workforce } from './workforce.ts';

const PACKET_MS = 20;
const PAYLOAD_BYTES = 60;

/** One who says their number fifty times a second, and knows whose they hear. */
type Talker = {
  readonly number: number;
  readonly peer: LightPeer;
  hears(number: number): Promise<number>;
  end(): void;
};

let numbers = 0;

async function createTalker(): Promise<Talker> {
  numbers += 1;
  const number = numbers;
  let awaited: { readonly number: number; heard(at: number): void } | null = null;
  const peer = await createLightPeer((payload) => {
    const said = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    if (awaited !== null && said.length === PAYLOAD_BYTES && said.readUInt32BE(1) === awaited.number)
      awaited.heard(performance.now());
  });
  const payload = Buffer.alloc(PAYLOAD_BYTES, 0x55);
  payload[0] = 0x08; // A true table of contents: 20 ms of SILK.
  payload.writeUInt32BE(number, 1);
  let timer: NodeJS.Timeout | null = null;
  return {
    number,
    peer: {
      ...peer,
      async accept(answer) {
        await peer.accept(answer);
        timer = setInterval(() => peer.send(payload), PACKET_MS);
      },
    },
    hears: async (other) => new Promise((heard) => (awaited = { number: other, heard })),
    end() {
      if (timer !== null) clearInterval(timer);
      peer.close();
    },
  };
}

/** Milliseconds from Answer until both hear each other, for each of this many calls, one after the other. */
export async function firstAudio(server: BenchServer, workforce: Workforce, calls: number): Promise<number[]> {
  const agent = await createTalker();
  const desk = await openDesk(server, workforce.agents[0]?.cookie ?? '');
  await desk.ask({ type: 'hello', since: null });
  const offered = await desk.ask({ type: 'sound_offer', sdp: agent.peer.offer });
  if (!offered.ok) throw new Error('The agent has no sound.');
  // What a sound offer is answered with: see the desk's protocol.
  await agent.peer.accept((offered.data as { answer: string }).answer);
  await desk.next('sound', ({ state }) => state === 'connected');
  await desk.ask({ type: 'status', status: 'available' });
  const times: number[] = [];
  for (let count = 0; count < calls; count += 1) times.push(await oneCall(server, workforce.menuId, agent, desk));
  agent.end();
  desk.close();
  return times;
}

async function oneCall(server: BenchServer, menuId: number, agent: Talker, desk: Desk): Promise<number> {
  const caller = await createTalker();
  const page = await openCaller(server);
  page.say({ type: 'call', sdp: caller.peer.offer, lang: 'en', name: null });
  await caller.peer.accept((await page.next('answer')).sdp);
  await page.next('sound', ({ state }) => state === 'connected');
  const { data } = await page.next('call');
  page.say({ type: 'choose', menuId });
  await desk.next('call', ({ data: call }) => call.id === data.callId && call.offer !== null);
  const heard = Promise.all([agent.hears(caller.number), caller.hears(agent.number)]);
  const answered = performance.now();
  const reply = await desk.ask({ type: 'answer', callId: data.callId });
  if (!reply.ok) throw new Error(`Answer was refused: ${reply.error}`);
  const milliseconds = Math.max(...(await heard)) - answered;
  page.say({ type: 'hang_up' });
  await desk.next('call', ({ data: call }) => call.id === data.callId && call.endsAt !== null);
  await desk.ask({ type: 'wrap_up_done' });
  page.close();
  caller.end();
  return milliseconds;
}
