/** From a call's place in the queue to its card at the desk of the agent who is rung, with a great many desks open. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromServer } from '#realtime/agent/protocol.ts';
import { TOKEN } from '../../test/support/patchbay.ts';
import { callerOf } from '../support/drafts.ts';
import type { BenchServer } from '../support/server.ts';
import type { ThinSocket } from '../support/thin-socket.ts';
import { openThinSocket } from '../support/thin-socket.ts';
import type { Workforce } from './workforce.ts';

/** Desks that open at the same time. */
const LANES = 20;
const CALLS_A_SECOND = 10;
/** The longest the last offer may take. Milliseconds. */
const LONGEST = 10_000;

/** Milliseconds from queued, as the server stored it, to the offer at the agent's socket, for each of this many calls. */
export async function offerShown(server: BenchServer, workforce: Workforce, calls: number): Promise<number[]> {
  const shown = new Map<number, number>();
  const desks = await openDesks(server, workforce, (callId, milliseconds) => {
    if (!shown.has(callId)) shown.set(callId, milliseconds);
  });
  const began = performance.now();
  for (let count = 0; count < calls; count += 1) {
    await sleep(Math.max(0, began + (count * 1000) / CALLS_A_SECOND - performance.now()));
    await createCall(server.address, workforce.menuId, callerOf(count));
  }
  for (const until = performance.now() + LONGEST; shown.size < calls && performance.now() < until;) await sleep(20);
  for (const desk of desks) desk.close();
  if (shown.size < calls) throw new Error(`Of ${calls} offers ${shown.size} were shown.`);
  return [...shown.values()];
}

async function openDesks(
  { address }: BenchServer,
  { agents }: Workforce,
  shown: (callId: number, milliseconds: number) => void,
): Promise<ThinSocket[]> {
  const waiting = [...agents];
  const desks: ThinSocket[] = [];
  const lane = async (): Promise<void> => {
    for (let agent = waiting.pop(); agent !== undefined; agent = waiting.pop())
      desks.push(await openDesk(address, agent.id, agent.cookie, shown));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return desks;
}

const SNAPSHOT = Buffer.from('{"type":"snapshot"');
const CALL = Buffer.from('{"type":"call"');
/** A frame may hold several messages. */
const SEVERAL = Buffer.from('[');

/**
 * A desk that has its snapshot. Of the rest it reads calls only, as a thousand browsers have more processors than we.
 */
async function openDesk(
  address: string,
  agentId: number,
  cookie: string,
  shown: (callId: number, milliseconds: number) => void,
): Promise<ThinSocket> {
  const ready = Promise.withResolvers<null>();
  const socket = await openThinSocket(address, '/app/socket', cookie, (bytes) => {
    const now = performance.timeOrigin + performance.now();
    if (SNAPSHOT.equals(bytes.subarray(0, SNAPSHOT.length))) ready.resolve(null);
    if (!CALL.equals(bytes.subarray(0, CALL.length)) && !isOfSeveral(bytes)) return;
    // What the server sends is of the protocol that both are written by.
    const said = JSON.parse(bytes.toString()) as FromServer | readonly FromServer[];
    for (const message of [said].flat()) {
      if (message.type !== 'call') continue;
      const { id, offer, queuedAt } = message.data;
      if (offer?.agentIds.includes(agentId) === true) shown(id, now - Date.parse(queuedAt ?? ''));
    }
  });
  socket.send(JSON.stringify({ id: 1, type: 'hello', since: null }));
  await ready.promise;
  return socket;
}

/** Of several messages with a call among them. */
function isOfSeveral(bytes: Buffer): boolean {
  return SEVERAL.equals(bytes.subarray(0, SEVERAL.length)) && bytes.includes(CALL);
}

async function createCall(address: string, menuId: number, number: string): Promise<void> {
  const answer = await fetch(`${address}/apps/api/v1/calls`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`demo:${TOKEN}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ call_type: 'Voice Inbound (API)', menu_id: menuId, end_user_number: number }),
  });
  if (answer.status !== 201) throw new Error(`A create was answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}
