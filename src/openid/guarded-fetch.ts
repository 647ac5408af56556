/**
 * `fetch` for a provider that a customer named: to addresses that may be reached, following nothing, and holding no
 * more of an answer than a provider has to say.
 */
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';

/** Which network addresses a provider may have. */
export type Reach = {
  /** Finds the addresses of a name, and refuses those that may not be connected to. */
  readonly lookup: LookupFunction;
  /** Whether a literal address may be connected to. */
  isAllowed(address: string): boolean;
};

/** What is asked for; as the library asks. */
export type FetchOptions = {
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly method: string;
  readonly signal?: AbortSignal;
};

/** There was no answer; `code` says why, in the words of Node. */
export class FetchFault extends Error {
  override name = 'FetchFault';
  readonly code: string;
  constructor(code: string, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

/** The most of an answer, in bytes: metadata and keys have some kilobytes. */
const MAX_ANSWER = 512 * 1024;
const MAX_HEAD = 16 * 1024;
const LITERAL = /^(?:\[.*\]|\d+\.\d+\.\d+\.\d+)$/;
/** Statuses whose answers have no body. Source: Fetch, "null body status". */
const BODILESS = new Set([101, 103, 204, 205, 304]);

/** Makes it. */
export function createGuardedFetch({ lookup, isAllowed }: Reach) {
  return async (address: string, { body, headers, method, signal }: FetchOptions): Promise<Response> => {
    const url = new URL(address);
    // A literal address is looked up by no one. The URL has it in its plain form, however it was written.
    if (LITERAL.test(url.hostname) && !isAllowed(url.hostname)) throw new FetchFault('ADDRESS_REFUSED');
    const content = body instanceof URLSearchParams ? body.toString() : typeof body === 'string' ? body : '';
    return new Promise((resolve, reject) => {
      const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const fail = (error: unknown): void => reject(new FetchFault(codeOf(error), error));
      const request = ask(url, {
        method,
        headers: { ...headers, ...(content === '' ? {} : { 'content-length': String(Buffer.byteLength(content)) }) },
        lookup,
        maxHeaderSize: MAX_HEAD,
        agent: false,
        ...(signal === undefined ? {} : { signal }),
      });
      request.on('error', fail);
      request.on('response', (response) => {
        read(response).then((answer) => resolve(answered(response, answer)), fail);
      });
      request.end(content);
    });
  };
}

async function read(response: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    const chunk = part as Buffer; // No encoding was set.
    bytes += chunk.length;
    if (bytes > MAX_ANSWER) {
      response.destroy();
      throw new FetchFault('ANSWER_TOO_LARGE');
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

function answered({ statusCode = 502, headers }: IncomingMessage, answer: Buffer<ArrayBuffer>): Response {
  const shown = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return new Response(BODILESS.has(statusCode) ? null : answer, { status: statusCode, headers: shown });
}

function codeOf(error: unknown): string {
  if (error instanceof FetchFault) return error.code;
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && 'code' in first ? String(first.code) : 'UNKNOWN';
}
