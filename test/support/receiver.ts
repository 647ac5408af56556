/** A program that is told by webhooks: it keeps what it hears, and answers as a test says, however badly. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { until } from './until.ts';

/** A request as it came. */
export type Heard = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
};

/** Answers a request; the default is 204. */
export type Answering = (heard: Heard, response: ServerResponse, request: IncomingMessage) => void;

export type Receiver = {
  readonly url: string;
  /** All requests so far, in order. */
  readonly heard: Heard[];
  /** How it answers from now on. */
  answer: Answering;
  /** Resolves when this many requests have come, of a path where one is named. */
  count(least: number, path?: string): Promise<readonly Heard[]>;
};

export const OK: Answering = (_heard, response) => void response.writeHead(204).end();

/** Starts one; it is closed when the file's tests are over. */
export async function startReceiver(answer: Answering = OK): Promise<Receiver> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const each: Heard = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        at: Date.now(),
      };
      heard.push(each);
      receiver.answer(each, response, request);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const of = (path?: string): readonly Heard[] =>
    path === undefined ? heard : heard.filter((each) => each.path === path);
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answer,
    async count(least, path) {
      await until(() => of(path).length >= least);
      return of(path);
    },
  };
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return receiver;
}
