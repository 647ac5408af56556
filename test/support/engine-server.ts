/** Engines of the voice agent on this machine, which answer as services do: well, and as they do on bad days. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it answers. */
export type Manner =
  | 'well'
  /** The first half, and the rest once the test says so. */
  | 'slowly'
  /** The first half, and then the connection is gone. */
  | 'cut'
  /** A head, and nothing after it. */
  | 'silently'
  | 'hears_nothing'
  | 'never'
  | 'error'
  | 'busy'
  /** Busy, and says for how long: seven seconds. */
  | 'wait'
  | 'unauthorized'
  | 'garbage'
  | 'not_its_form'
  | 'endless'
  | 'closes'
  | 'redirects';

/** A request as it came. `key`: as its headers have it, by whichever vendor's. `isOver`: its connection is closed. */
export type Asked = {
  readonly path: string;
  readonly key: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly isOver: () => boolean;
};

/** What it answers when all is well: a media type and the bytes. */
export type Answer = { readonly type: string; readonly body: string | Uint8Array };

/** A server of engines on this machine. */
export type EngineServer = {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** From now on; a list is one manner a request, the last for all that follow. */
  answer(...manners: readonly Manner[]): void;
  /** Those who are answered slowly get the rest. */
  goOn(): void;
  close(): Promise<void>;
};

const segments = (noSpeech: number) => [{ avg_logprob: -0.1, no_speech_prob: noSpeech }];
const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** What a transcription is answered with. */
export function transcriptionOf(text: string): Answer {
  return { type: 'application/json', body: JSON.stringify({ text, segments: segments(0.01) }) };
}

type Answering = { readonly response: ServerResponse; readonly answer: Answer; readonly goneOn: Promise<void> };

const halves = ({ body }: Answer): readonly [Buffer, Buffer] => {
  const bytes = Buffer.from(body);
  // In the middle of a sample, of a line, of a word.
  const middle = 2 * Math.floor(bytes.length / 4) + 1;
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
};
const head = (response: ServerResponse, { type }: Answer): ServerResponse =>
  response.writeHead(200, { 'content-type': type });

const ANSWERS: Readonly<Record<Manner, (answering: Answering) => void>> = {
  well: ({ response, answer }) => head(response, answer).end(answer.body),
  slowly({ response, answer, goneOn }) {
    const [first, rest] = halves(answer);
    head(response, answer).write(first);
    void goneOn.then(() => response.end(rest));
  },
  cut: ({ response, answer }) => head(response, answer).write(halves(answer)[0], () => response.socket?.destroy()),
  silently: ({ response, answer }) => head(response, answer).flushHeaders(),
  hears_nothing: ({ response }) => json(response, 200, { text: 'Thank you for watching!', segments: segments(0.95) }),
  never: () => undefined,
  error: ({ response }) => json(response, 500, { error: { message: 'What was said was secret.' } }),
  busy: ({ response }) => json(response, 429, {}),
  wait: ({ response }) => json(response, 429, {}, { 'retry-after': '7' }),
  unauthorized: ({ response }) => json(response, 401, {}),
  garbage: ({ response }) => response.writeHead(200).end('<html>'),
  not_its_form: ({ response }) => json(response, 200, { text: { nested: true } }),
  endless({ response, answer }) {
    head(response, answer);
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(1_000_000, answer.body)));
      response.once('drain', more);
    };
    more();
  },
  closes: ({ response }) => response.socket?.destroy(),
  redirects: ({ response }) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
};

/** Starts it. `answerOf`: what it answers to a request when all is well. */
export async function startEngineServer(answerOf: (asked: Asked) => Answer): Promise<EngineServer> {
  const asked: Asked[] = [];
  let manners: readonly Manner[] = ['well'];
  let gone = Promise.withResolvers<void>();
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { authorization, 'x-api-key': other } = request.headers;
      const one = {
        path: request.url ?? '',
        key: authorization ?? other?.toString(),
        headers: request.headers,
        body: Buffer.concat(parts).toString('latin1'),
        isOver: () => response.destroyed || response.writableFinished,
      };
      asked.push(one);
      const [manner = 'well', ...rest] = manners;
      if (rest.length > 0) manners = rest;
      ANSWERS[manner]({ response, answer: answerOf(one), goneOn: gone.promise });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (...next) => void (manners = next),
    goOn() {
      gone.resolve();
      gone = Promise.withResolvers<void>();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
