/**
 * Telephones and pages that talk G.711 with each other through a relay, in a process of their own: fifty packets a
 * second each, and the time that each packet took.
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { datagramKind } from '#media/codec/demultiplex.ts';
import { createLightPeer } from '../../test/support/light-peer.ts';
import { percentile } from '../support/figure.ts';

/** What was seen between `measure` and `report`. Milliseconds. */
export type TelephoneReport = {
  readonly sent: number;
  readonly came: number;
  readonly p50: number;
  readonly p99: number;
};

/** What they are told to do. */
export type TelephoneOrder =
  | { readonly kind: 'page' | 'telephone' | 'talk' | 'measure' | 'report' }
  | { readonly kind: 'accept'; readonly answer: string };

type End = {
  accept(answer: string): Promise<void>;
  send(packet: Uint8Array): void;
  check(): void;
};

const HOST = '127.0.0.1';
const PACKET_MS = 20;
const HEADER = 12;
const PAYLOAD = 160;
const CHECK_MS = 2500;

const ends: End[] = [];
let waiting: End | null = null;
let delays: number[] = [];
let [sent, isMeasuring] = [0, false];

function now(): number {
  return performance.timeOrigin + performance.now();
}

/** The payload says whether it counts, and when it was sent. */
function heard(payload: Uint8Array): void {
  if (payload[0] === 1) delays.push(now() - Buffer.from(payload.buffer, payload.byteOffset).readDoubleBE(1));
}

function packet(ssrc: number, count: number): Buffer {
  const bytes = Buffer.alloc(HEADER + PAYLOAD, 0x55);
  bytes.writeUInt16BE(0x8000, 0);
  bytes.writeUInt16BE(count & 0xffff, 2);
  bytes.writeUInt32BE((count * PAYLOAD) >>> 0, 4);
  bytes.writeUInt32BE(ssrc, 8);
  bytes[HEADER] = isMeasuring ? 1 : 0;
  bytes.writeDoubleBE(now(), HEADER + 1);
  if (isMeasuring) sent += 1;
  return bytes;
}

async function page(): Promise<string> {
  const peer = await createLightPeer(heard);
  waiting = {
    accept: async (answer) => peer.accept(answer),
    send: (bytes) => peer.sendSealed('rtp', bytes),
    check: () => void peer.check(),
  };
  return peer.offer.replace('SAVPF 111', 'SAVPF 111 0');
}

async function telephone(): Promise<string> {
  const socket = createSocket({ type: 'udp4', lookup: (address, _options, found) => found(null, address, 4) });
  await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
  let port = 0;
  socket.on('message', (datagram) => {
    if (datagramKind(datagram) === 'rtp') heard(datagram.subarray(HEADER));
  });
  waiting = {
    accept: async (answer) => void (port = Number(/^m=audio (\d+)/mu.exec(answer)?.[1])),
    send: (bytes) => socket.send(bytes, port, HOST),
    check: () => undefined,
  };
  const lines = ['v=0', `o=- 1 1 IN IP4 ${HOST}`, 's=-', `c=IN IP4 ${HOST}`, 't=0 0'];
  return [...lines, `m=audio ${socket.address().port} RTP/AVP 0`, ''].join('\r\n');
}

/** Each at its own moment of the 20 ms, as callers are. */
function startTalking(): void {
  const start = now();
  const sentBy: number[] = [];
  const ssrcs: number[] = [];
  let checked = start;
  setInterval(() => {
    const time = now();
    for (const [index, end] of ends.entries()) {
      const phase = ((index * 7) % PACKET_MS) + (index % 2) / 2;
      const due = Math.floor((time - start - phase) / PACKET_MS);
      const ssrc = (ssrcs[index] ??= randomBytes(4).readUInt32BE());
      for (let count = sentBy[index] ?? due; count < due; count += 1) end.send(packet(ssrc, count));
      sentBy[index] = due;
    }
    if (time - checked < CHECK_MS) return;
    checked = time;
    for (const end of ends) end.check();
  }, 2);
}

async function execute(order: TelephoneOrder): Promise<unknown> {
  switch (order.kind) {
    case 'page':
      return page();
    case 'telephone':
      return telephone();
    case 'accept':
      if (waiting === null) return null;
      await waiting.accept(order.answer);
      ends.push(waiting);
      return null;
    case 'talk':
      startTalking();
      return null;
    case 'measure':
      [sent, delays, isMeasuring] = [0, [], true];
      return null;
    case 'report': {
      isMeasuring = false;
      await setTimeout(500);
      const [p50, p99] = [percentile(delays, 0.5), percentile(delays, 0.99)];
      return { sent, came: delays.length, p50, p99 } satisfies TelephoneReport;
    }
    default:
      return order satisfies never;
  }
}

process.on('message', (order: TelephoneOrder) => void execute(order).then((answer) => process.send?.({ answer })));
process.on('disconnect', () => process.exit(0));
