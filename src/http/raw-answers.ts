/** What is answered on the connection itself, where there is no request that the framework could serve. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Fault } from './fault.ts';
import type { ApiResponse } from './surface.ts';

/** Says a fault in the words of the surface that has the address. */
export type SayFault = (fault: Fault, url: string) => ApiResponse & { readonly requestId: string };

/** How long a client may take to read the answer before the connection is gone. */
const LINGER_MS = 2000;

/** What Node's parser reports, as a fault; anything else is a malformed request. */
const PARSER_FAULTS: Readonly<Record<string, Fault>> = {
  HPE_HEADER_OVERFLOW: 'head_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** An error of Node's parser, with the bytes that it met (`rawPacket`, a Buffer where Node has them). */
type ParserError = { readonly code?: string | undefined; readonly rawPacket?: unknown };

export type RawAnswers = {
  /** Answers bytes that are no request, and then closes: what comes next cannot be told from them. */
  parserFailed(error: ParserError, socket: Duplex): void;
  /**
   * Answers what Node would otherwise answer by itself without a body: expectations that cannot be met, and CONNECT.
   */
  listenTo(server: Server): void;
};

/** Makes them. */
export function createRawAnswers(say: SayFault): RawAnswers {
  /** Connection -> its latest response. */
  const latest = new WeakMap<Duplex, ServerResponse>();
  return {
    parserFailed(error, socket) {
      const response = latest.get(socket);
      const underWay = response === undefined || response.writableFinished ? null : response;
      // A response under way cannot be taken back; more bytes would be taken for its body. What was answered before all
      // of it had come is not answered twice.
      const isAnswered = underWay === null ? response?.req.complete === false : underWay.headersSent;
      const isTooLate = !socket.writable || error.code === 'ECONNRESET' || isAnswered;
      if (isTooLate) {
        socket.destroy();
        return;
      }
      const { method, url = '/' } = underWay?.req ?? firstLine(error.rawPacket);
      writeAndClose(socket, say(PARSER_FAULTS[error.code ?? ''] ?? 'malformed_request', url), method === 'HEAD');
    },
    listenTo(server) {
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        latest.set(request.socket, response);
      });
      // RFC 9110, section 10.1.1: an expectation other than 100-continue may be answered with 417.
      server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
        const { status, headers, body, requestId } = say('expectation_failed', request.url ?? '/');
        response.writeHead(status, { ...headersOf(headers, requestId), connection: 'close' });
        response.end(JSON.stringify(body));
      });
      // RFC 9110, section 9.3.6: CONNECT is for proxies.
      server.on('connect', (request: IncomingMessage, socket: Duplex) => {
        socket.on('error', () => socket.destroy());
        writeAndClose(socket, say('method_not_allowed', request.url ?? '/'));
      });
    },
  };
}

/** Method and address in the first line of what did not parse; nothing when it holds none. */
function firstLine(packet: unknown): { readonly method?: string; readonly url?: string } {
  const head = Buffer.isBuffer(packet) ? packet.toString('latin1', 0, 8192) : '';
  const [, method, url] = /^([!-~]+) (\S+)/.exec(head) ?? [];
  return method === undefined || url === undefined ? {} : { method, url };
}

function writeAndClose(
  socket: Duplex,
  { status, headers, body, requestId }: ReturnType<SayFault>,
  isHead = false,
): void {
  const content = Buffer.from(JSON.stringify(body));
  const lines = Object.entries({
    ...headersOf(headers, requestId),
    connection: 'close',
    'content-length': String(content.length),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`);
  if (isHead) socket.end();
  else socket.end(content);
  // A client that does not close its side must not keep the connection, and with it a server that stops.
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

function headersOf(headers: ApiResponse['headers'], requestId: string): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    ...headers,
  };
}
