/**
 * Calls of the churn: a browser's stand-in calls from the page, an agent at a desk answers, both speak, the caller
 * hangs up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromServer, PageCommand } from '#realtime/agent/protocol.ts';
import type { LightPeer } from '../../test/support/light-peer.ts';
import { createLightPeer } from '../../test/support/light-peer.ts';
import { openCaller } from '../../test/support/pages.ts';
import { openThinSocket } from '../support/thin-socket.ts';

type Server = { readonly address: string };

/** Twenty milliseconds of speech, by its table of contents. */
const PAYLOAD = Buffer.alloc(80, 0x55);
PAYLOAD[0] = 0x08;
const PACKET_MS = 20;
/** How long a caller speaks. Packets. */
const PACKETS = 25;
/** How often a peer shows that it is there. Milliseconds. */
const CHECK_MS = 2_500;

/** An agent who is signed in by the cookie. */
export type Agent = { readonly id: number; readonly cookie: string };

/** Sits down at a desk and answers every call that is offered to them; the answer ends it. */
export async function staffDesk({ address }: Server, { id: agentId, cookie }: Agent): Promise<() => void> {
  const peer = await createLightPeer(ignore, () => false);
  const connected = Promise.withResolvers<null>();
  const replies = new Map<number, (data: unknown) => void>();
  let asked = 0;
  const heard = (message: FromServer): void => {
    if (message.type === 'reply') replies.get(message.id)?.(message.ok ? message.data : null);
    if (message.type === 'sound' && message.state === 'connected') connected.resolve(null);
    if (message.type !== 'call') return;
    const { id: callId, offer, agentId: taker, endsAt } = message.data;
    if (offer?.agentIds.includes(agentId) === true) void ask({ type: 'answer', callId });
    else if (taker === agentId && endsAt !== null) void ask({ type: 'wrap_up_done' });
  };
  const socket = await openThinSocket(address, '/app/socket', cookie, (bytes) => {
    // What the server sends is of the protocol that both are written by.
    for (const message of [JSON.parse(bytes.toString()) as FromServer | FromServer[]].flat()) heard(message);
  });
  const ask = async (command: PageCommand): Promise<unknown> => {
    asked += 1;
    const id = asked;
    const replied = new Promise((resolve) => replies.set(id, resolve));
    socket.send(JSON.stringify({ id, ...command }));
    return replied.finally(() => replies.delete(id));
  };
  await ask({ type: 'hello', since: null });
  // What a sound offer is answered with: see the desk's protocol.
  const { answer } = (await ask({ type: 'sound_offer', sdp: peer.offer })) as { answer: string };
  await peer.accept(answer);
  const alive = setInterval(() => {
    peer.check();
    peer.send(PAYLOAD);
  }, CHECK_MS);
  await connected.promise;
  return () => {
    clearInterval(alive);
    socket.close();
    peer.close();
  };
}

/** A call from the open page to its end. */
export async function churnCall(server: Server, menuId: number): Promise<void> {
  const peer: LightPeer = await createLightPeer(ignore, () => false);
  const page = await openCaller(server);
  try {
    page.say({ type: 'call', sdp: peer.offer, lang: 'en', name: null });
    await peer.accept((await page.next('answer')).sdp);
    await page.next('call');
    page.say({ type: 'choose', menuId });
    await page.next('call', ({ data }) => data.stage === 'talking');
    for (let count = 0; count < PACKETS; count += 1) {
      peer.send(PAYLOAD);
      await sleep(PACKET_MS);
    }
    page.say({ type: 'hang_up' });
    await page.next('call', ({ data }) => data.stage === 'ended');
  } finally {
    page.close();
    peer.close();
  }
}

/** A desk that is opened, shown everything, and closed. */
export async function glance({ address }: Server, { cookie }: Agent): Promise<void> {
  const shown = Promise.withResolvers<null>();
  const socket = await openThinSocket(address, '/app/socket', cookie, (bytes) => {
    if (bytes.includes('"type":"snapshot"')) shown.resolve(null);
  });
  socket.send(JSON.stringify({ id: 1, type: 'hello', since: null }));
  await shown.promise;
  socket.close();
}

function ignore(): void {}
