import { connect } from 'node:net';
import type { Got } from './patchbay.ts';

/** How long an answer may be under way. */
const MAX_QUIET_MS = 4_000;

/**
 * Sends bytes on a connection of its own and reads until the server closes; an answer with a body that does not end
 * fails.
 */
export async function sendBytes(address: string, bytes: string | Buffer): Promise<string> {
  const { port, hostname } = new URL(address);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.on('data', (chunk) => void chunks.push(chunk));
  // A server that has answered closes, whatever is still on its way to it.
  socket.on('error', () => undefined);
  // Real time, only ever reached by a failing test.
  socket.setTimeout(MAX_QUIET_MS, () => socket.destroy());
  socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  socket.write(bytes);
  return promise;
}

/** The answer in the bytes: its status, headers and body. Status 0 where there is none. */
export function readAnswer(bytes: string): Got {
  const final = bytes.replace(/^HTTP\/1\.1 100 [^\r]*\r\n\r\n/, '');
  const [head = '', ...rest] = final.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = new Headers();
  for (const field of fields)
    headers.append(field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1).trim());
  const text =
    headers.get('transfer-encoding') === 'chunked' ? unchunked(rest.join('\r\n\r\n')) : rest.join('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0), headers, text, json: parsed(text) };
}

function unchunked(text: string): string {
  const [, size = '0', rest = ''] = /^([0-9a-f]+)\r\n([\s\S]*)$/i.exec(text) ?? [];
  const length = Number.parseInt(size, 16);
  return length === 0 ? '' : rest.slice(0, length) + unchunked(rest.slice(length + 2));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
