/**
 * One request to an address that a customer named, and what came back. Nothing that the other side does makes it take
 * or hold more.
 */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { performance } from 'node:perf_hooks';
import { MAX_ANSWER_KEPT } from '#domain/ports/webhooks.ts';
import type { LookUp } from './addresses.ts';
import { AddressRefusedError, guardedLookup, isPublicAddress } from './addresses.ts';

/** The most of an answer that is read, in bytes; then the connection is closed. */
const MAX_ANSWER = 256 * 1024;
/** The most that the headers of an answer may have, in bytes. */
const MAX_HEAD = 16 * 1024;
/** How long a connection is kept for the next message. Milliseconds. */
const KEEP_MS = 10_000;

/** A request. */
export type Posted = {
  readonly url: string;
  readonly method: 'POST' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** From the look-up of the name to the end of the answer. */
  readonly timeoutMs: number;
};

/** What came of it. `fault`: in a word, where there was no answer. */
export type PostOutcome = {
  readonly status: number | null;
  readonly fault: PostFault | null;
  readonly answer: string;
  readonly retryAfter: string | undefined;
  readonly milliseconds: number;
};

/** Why there was no answer. */
export const POST_FAULTS = [
  'address_refused',
  'name_unknown',
  'refused',
  'tls',
  'timeout',
  'head_too_large',
  'connection_lost',
  'malformed_answer',
] as const;
export type PostFault = (typeof POST_FAULTS)[number];

/** Sends requests. */
export type Poster = { post(posted: Posted): Promise<PostOutcome>; close(): void };

/** Makes one. `mayReachPrivate`: an operator allows addresses that are not public, and plain HTTP. */
export function createPoster({
  mayReachPrivate,
  lookUp,
}: {
  readonly mayReachPrivate: boolean;
  readonly lookUp?: LookUp;
}): Poster {
  const guard = mayReachPrivate ? {} : { lookup: guardedLookup(lookUp) };
  const kept = { keepAlive: true, keepAliveMsecs: KEEP_MS, timeout: KEEP_MS, maxFreeSockets: 64, ...guard };
  const agents = { http: new HttpAgent(kept), https: new HttpsAgent(kept) };

  const open = (url: URL, { method, headers, body }: Posted): ClientRequest => {
    const options = {
      method,
      maxHeaderSize: MAX_HEAD,
      headers: method === 'HEAD' ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    };
    return url.protocol === 'https:'
      ? httpsRequest(url, { ...options, agent: agents.https })
      : httpRequest(url, { ...options, agent: agents.http });
  };

  return {
    async post(posted) {
      const began = performance.now();
      const ended = (outcome: Partial<PostOutcome>): PostOutcome => ({
        status: null,
        fault: null,
        answer: '',
        retryAfter: undefined,
        ...outcome,
        milliseconds: Math.round(performance.now() - began),
      });
      const url = new URL(posted.url);
      // A literal address is looked up by no one. The URL has it in its plain form, however it was written.
      if (!mayReachPrivate && isLiteral(url.hostname) && !isPublicAddress(url.hostname))
        return ended({ fault: 'address_refused' });
      return new Promise((resolve) => {
        const request = open(url, posted);
        const finish = (outcome: Partial<PostOutcome>): void => {
          clearTimeout(timer);
          resolve(ended(outcome));
        };
        let read: Partial<PostOutcome> | null = null;
        const timer = setTimeout(() => {
          // An answer whose end does not come has been given all the same.
          finish(read ?? { fault: 'timeout' });
          request.destroy();
        }, posted.timeoutMs);
        request.on('error', (error) => finish(read ?? { fault: faultOf(error) }));
        request.on('response', (response) => {
          const head = { status: response.statusCode ?? null, retryAfter: response.headers['retry-after'] };
          read = head;
          readAnswer(response, (answer, isWhole) => {
            read = { ...head, answer };
            if (!isWhole) return;
            finish(read);
          });
        });
        request.end(posted.method === 'HEAD' ? undefined : posted.body);
      });
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function isLiteral(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}

/**
 * Keeps the beginning of an answer, and reads no more of it than is allowed. `told` hears what there is so far, and the
 * end.
 */
function readAnswer(response: IncomingMessage, told: (answer: string, isWhole: boolean) => void): void {
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let bytes = 0;
  const answer = (): string => Buffer.concat(kept).toString('utf8').replaceAll('\u0000', '');
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (keptBytes < MAX_ANSWER_KEPT) {
      const part = chunk.subarray(0, MAX_ANSWER_KEPT - keptBytes);
      kept.push(Buffer.from(part));
      keptBytes += part.length;
      told(answer(), false);
    }
    if (bytes <= MAX_ANSWER) return;
    response.destroy();
    told(answer(), true);
  });
  response.on('end', () => told(answer(), true));
  response.on('error', () => told(answer(), true));
}

const FAULTS: Readonly<Record<string, PostFault>> = {
  ADDRESS_REFUSED: 'address_refused',
  ENOTFOUND: 'name_unknown',
  EAI_AGAIN: 'name_unknown',
  ENODATA: 'name_unknown',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'timeout',
  HPE_HEADER_OVERFLOW: 'head_too_large',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
};

/** OpenSSL's and Node's names of what is wrong with a certificate or a handshake. */
const TLS = /^(ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

function faultOf(error: Error): PostFault {
  if (error instanceof AddressRefusedError) return 'address_refused';
  const first = error instanceof AggregateError ? (error.errors[0] as Error | undefined) : error;
  const code = first !== undefined && 'code' in first ? String(first.code) : '';
  if (TLS.test(code)) return 'tls';
  return FAULTS[code] ?? (code.startsWith('HPE_') ? 'malformed_answer' : 'connection_lost');
}
