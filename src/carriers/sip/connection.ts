/** One connection, over TCP or TLS: messages in and out, kept alive, and given up as soon as it is dead. */
import type { Socket } from 'node:net';
import type { SipTransport } from '#sip/location/location.ts';
import type { Reading } from '#sip/message/read-message.ts';
import { createStreamReader } from '#sip/message/stream-reader.ts';
import { GIVE_UP } from '#sip/transaction/timers.ts';
import type { Channel, Flow } from './flow.ts';
import { plainAddress } from './own-address.ts';

/** What a connection is told, and needs. */
export type ConnectionParts = {
  readonly socket: Socket;
  readonly transport: SipTransport;
  readonly trunkId: number | null;
  now(): number;
  /** A message came. */
  reading(reading: Reading, flow: Flow): void;
  closed(): void;
};

/** An open connection. */
export type Connection = {
  readonly flow: Flow;
  /** Asks whether the far end is still there, and gives up where it used to say so and does not. */
  keepAlive(): void;
  close(): void;
};

/** A double line end asks, a single one answers. Source: RFC 5626 section 4.4.1. */
const PING = Buffer.from('\r\n\r\n');
const PONG = Buffer.from('\r\n');
/** Bytes that wait for a far end that does not read: past this it is given up. */
const MAX_WAITING = 1 << 20;
/** A connection without any message for so long is closed. Milliseconds. */
const IDLE_AFTER = 2 * 3_600_000;
/** How often the system itself asks after a silent far end. Milliseconds. */
const TCP_KEEP_ALIVE = 30_000;

/** Takes over a socket that is connected. */
export function takeConnection(parts: ConnectionParts): Connection {
  const { socket, transport, trunkId, now, reading, closed } = parts;
  const reader = createStreamReader();
  /** Those to tell if the connection is lost before their message can have been answered. */
  const sent: { readonly at: number; readonly failed: () => void }[] = [];
  let [heardAt, pingedAt] = [now(), 0];
  let hasPonged = false;
  let isOpen = true;

  const channel: Channel = {
    send(bytes, _to, failed) {
      if (!isOpen) return process.nextTick(failed);
      while (sent[0] !== undefined && sent[0].at < now() - GIVE_UP) sent.shift();
      sent.push({ at: now(), failed });
      heardAt = now();
      socket.write(bytes);
      if (socket.writableLength > MAX_WAITING) socket.destroy();
    },
    isOpen: () => isOpen,
    trunkId,
  };
  const flow: Flow = {
    transport,
    local: { address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 },
    remote: { address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 },
    channel,
  };

  const take = (bytes: Uint8Array): void => {
    pingedAt = 0;
    if (isPong(bytes)) hasPonged = true;
    else heardAt = now();
    for (const each of reader.push(bytes))
      if (each.kind === 'keep_alive') socket.write(PONG);
      else if (each.kind === 'broken') socket.end();
      else reading(each, flow);
  };

  socket.setNoDelay(true);
  socket.setKeepAlive(true, TCP_KEEP_ALIVE);
  socket.on('data', take);
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.end());
  socket.once('close', () => {
    isOpen = false;
    closed();
    for (const { at, failed } of sent.splice(0)) if (at >= now() - GIVE_UP) failed();
  });

  return {
    flow,
    keepAlive() {
      const isDead = hasPonged && pingedAt > 0;
      if (isDead || heardAt < now() - IDLE_AFTER) socket.destroy();
      else {
        pingedAt = now();
        socket.write(PING);
      }
    },
    close: () => void socket.destroy(),
  };
}

/** A single line end, before a message or alone. */
function isPong(bytes: Uint8Array): boolean {
  return PONG.equals(bytes.subarray(0, PONG.length)) && bytes[PONG.length] !== PONG[0];
}
