import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

/** An answer of a server, its body read as text. */
type Answer = { readonly status: number; readonly headers: Headers; readonly text: string };

/** Connections are kept for the next request. One that is idle keeps no test from ending. */
const agent = new Agent({ keepAlive: true });

/**
 * Sends a request and reads the answer, without following redirects. `fetch` does the same and costs three times as
 * much, which is most of what a test of thousands of requests takes. A header that is undefined is not sent.
 */
export async function exchange(
  url: URL,
  method: string,
  headers: Readonly<Record<string, string | undefined>>,
  content?: string | Uint8Array,
): Promise<Answer> {
  const body = content === undefined ? undefined : Buffer.from(content);
  const sent = Object.entries({
    accept: '*/*',
    'user-agent': 'node',
    ...(body === undefined ? {} : { 'content-length': String(body.length) }),
    ...headers,
  }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers: Object.fromEntries(sent) });
    outgoing.on('response', (incoming) => resolve(read(incoming)));
    // Of no account once there is an answer: the server may give it, and close, before it has read everything.
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function read(incoming: IncomingMessage): Promise<Answer> {
  const headers = new Headers();
  const { rawHeaders } = incoming;
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  const status = incoming.statusCode ?? 0;
  // A stream of events has no end to wait for: that it was opened is the answer.
  if (headers.get('content-type')?.startsWith('text/event-stream') === true) {
    incoming.destroy();
    return { status, headers, text: '' };
  }
  incoming.setEncoding('utf8');
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return { status, headers, text };
}
