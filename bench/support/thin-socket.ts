/**
 * A WebSocket client that costs next to nothing, so that a thousand of them in one process are no load to speak of.
 * Source: RFC 6455.
 */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

/** The client's end. */
export type ThinSocket = { send(text: string): void; close(): void };

const TEXT = 0x81;
const PONG = 0x8a;
const PING = 0x9;
const NO_MASK = Buffer.alloc(4);

/**
 * Opens it with the headers of a page of ours; `heard` gets the bytes of each text message, which are read only where
 * it matters.
 */
export async function openThinSocket(
  address: string,
  path: string,
  cookie: string,
  heard: (message: Buffer) => void,
): Promise<ThinSocket> {
  const { hostname, port, host } = new URL(address);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const opened = Promise.withResolvers<null>();
  let rest: Buffer = Buffer.alloc(0);
  let isOpen = false;
  const write = (kind: number, payload: Buffer): void => {
    const length = payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 0xff];
    socket.write(Buffer.concat([Uint8Array.of(kind, ...length), NO_MASK, payload]));
  };
  const take = (): void => {
    for (let frame = readFrame(rest); frame !== null; frame = readFrame(rest)) {
      rest = rest.subarray(frame.end);
      if (frame.opcode === PING) write(PONG, frame.payload);
      else heard(frame.payload);
    }
  };
  socket.on('data', (bytes: Buffer) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    if (isOpen) return take();
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return;
    isOpen = rest.toString('latin1', 9, 12) === '101';
    if (!isOpen) return opened.reject(new Error(`${path} was answered ${rest.toString('latin1', 9, 12)}.`));
    rest = rest.subarray(end + 4);
    opened.resolve(null);
    take();
  });
  socket.on('error', (error) => opened.reject(error));
  const key = randomBytes(16).toString('base64');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${address}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\n` +
      `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  await opened.promise;
  return { send: (text) => write(TEXT, Buffer.from(text)), close: () => socket.destroy() };
}

/** Null until the whole frame is there. A server's frames carry no mask (section 5.1). */
function readFrame(bytes: Buffer): { readonly opcode: number; readonly payload: Buffer; readonly end: number } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + length) return null;
  return {
    opcode: (bytes[0] ?? 0) & 0xf,
    payload: bytes.subarray(start, start + length),
    end: start + length,
  };
}
