/** Messages to bytes. Source: RFC 3261 section 7. */
import { writeUri } from '../address/uri.ts';
import type { Uri } from '../address/uri.ts';
import type { Header } from './message.ts';

/** What is enough of a message to write it. Content-Length is counted here, and one among the headers is left out. */
export type Writable = { readonly headers: readonly Header[]; readonly body: Uint8Array } & (
  | { readonly kind: 'request'; readonly method: string; readonly uri: Uri }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string }
);

const ENCODER = new TextEncoder();

/** No bytes: the body of most messages. */
export const NO_BODY = new Uint8Array(0);

/** The message as it goes over the wire. A header value with a line end in it is a bug of the caller, and throws. */
export function writeMessage(message: Writable): Uint8Array {
  let head =
    message.kind === 'request'
      ? `${message.method} ${writeUri(message.uri)} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${onOneLine(message.reason)}\r\n`;
  for (const { name, value } of message.headers)
    if (name !== 'Content-Length') head += `${name}: ${onOneLine(value)}\r\n`;
  // "If no body is present in a message, then the Content-Length header field value MUST be set to zero" (section
  // 20.14).
  const written = ENCODER.encode(`${head}Content-Length: ${message.body.length}\r\n\r\n`);
  if (message.body.length === 0) return written;
  const bytes = new Uint8Array(written.length + message.body.length);
  bytes.set(written);
  bytes.set(message.body, written.length);
  return bytes;
}

/** Text as the bytes of a body. */
export function bodyOf(text: string): Uint8Array {
  return ENCODER.encode(text);
}

function onOneLine(value: string): string {
  if (value.includes('\r') || value.includes('\n')) throw new Error('A header field holds the end of a line.');
  return value;
}
