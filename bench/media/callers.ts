/**
 * The callers of a relay under load, in a process of their own: pairs of peers that send fifty packets a second and
 * measure what comes.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { createLightPeer } from '../../test/support/light-peer.ts';
import type { LightPeer } from '../../test/support/light-peer.ts';
import { percentile } from '../support/figure.ts';

/**
 * How long a payload is says what it is for, since that is seen without decrypting it: one that is under way when
 * measuring begins or ends and does not count, one that counts, and one whose time is taken, too. Bytes; Opus speech
 * has some eighty.
 */
const PAYLOAD = { idle: 60, counted: 80, timed: 100 } as const;
/** Between the sizes of whole packets, whose headers and tags have 22 to 32 bytes. */
const LEAST_COUNTED = 97;
const LEAST_TIMED = 117;
/**
 * So many packets of a peer for one whose time is taken: decrypting all would cost the machine what the relay should
 * have.
 */
const TIMED_EVERY = 8;
const PACKET_MS = 20;

/** What was seen between `measure` and `report`. Milliseconds. */
export type Report = {
  readonly sent: number;
  readonly came: number;
  readonly p50: number;
  readonly p99: number;
  /** How late the callers themselves were, p99: where this is large, it is they who reached their limit. */
  readonly lagMs: number;
};

const lag = monitorEventLoopDelay({ resolution: 10 });
lag.enable();
const peers: LightPeer[] = [];
let delays: number[] = [];
let [sent, came] = [0, 0];
let isMeasuring = false;
let timer: NodeJS.Timeout | null = null;

function now(): number {
  return performance.timeOrigin + performance.now();
}

function isOpened(bytes: number): boolean {
  if (bytes >= LEAST_COUNTED) came += 1;
  return bytes >= LEAST_TIMED;
}

/** The payload says when it was sent; its first byte is a true table of contents, 20 ms of SILK. */
function heard(payload: Uint8Array): void {
  delays.push(now() - Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).readDoubleBE(1));
}

/** Without a packet there is no end to it; JSON knows no infinity. */
function delay(share: number): number {
  return delays.length === 0 ? Number.MAX_SAFE_INTEGER : percentile(delays, share);
}

function makePayload(count: number): Buffer {
  const isTimed = isMeasuring && count % TIMED_EVERY === 0;
  const payload = Buffer.alloc(isTimed ? PAYLOAD.timed : isMeasuring ? PAYLOAD.counted : PAYLOAD.idle, 0x55);
  payload[0] = 0x08;
  payload.writeDoubleBE(now(), 1);
  if (isMeasuring) sent += 1;
  return payload;
}

/** Each peer at its own moment of the 20 ms, as callers are; those who come later begin when they come. */
function startTalking(): void {
  const start = now();
  const sentBy: number[] = [];
  let checked = start;
  timer = setInterval(() => {
    const time = now();
    for (const [index, peer] of peers.entries()) {
      const phase = ((index * 7) % PACKET_MS) + (index % 2) / 2;
      const due = Math.floor((time - start - phase) / PACKET_MS);
      for (let count = sentBy[index] ?? due; count < due; count += 1) peer.send(makePayload(count + index));
      sentBy[index] = due;
    }
    if (time - checked > 2500) for (const peer of peers) peer.check();
    if (time - checked > 2500) checked = time;
  }, 2);
}

/** What a caller is told to do. */
export type Order =
  | { readonly kind: 'offer' | 'talk' | 'measure' | 'report' }
  | { readonly kind: 'accept'; readonly answer: string };

async function execute(order: Order): Promise<unknown> {
  switch (order.kind) {
    case 'offer':
      return (waiting = await createLightPeer(heard, isOpened)).offer;
    case 'accept':
      if (waiting === null) return null;
      await waiting.accept(order.answer);
      peers.push(waiting);
      return null;
    case 'talk':
      if (timer === null) startTalking();
      return null;
    case 'measure':
      [sent, came, delays, isMeasuring] = [0, 0, [], true];
      lag.reset();
      return null;
    case 'report': {
      isMeasuring = false;
      const lagMs = Math.max(0, lag.percentile(99) / 1e6 - 10);
      await setTimeout(500);
      return { sent, came, p50: delay(0.5), p99: delay(0.99), lagMs } satisfies Report;
    }
    default:
      return order satisfies never;
  }
}

let waiting: LightPeer | null = null;

process.on('message', (order: Order) => void execute(order).then((answer) => process.send?.({ answer })));
process.on('disconnect', () => process.exit(0));
