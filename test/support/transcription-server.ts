import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it answers: well, or as services do on bad days. */
export type Manner =
  | 'well'
  | 'hears_nothing'
  | 'never'
  | 'error'
  | 'busy'
  | 'unauthorized'
  | 'garbage'
  | 'not_its_form'
  | 'endless'
  | 'closes'
  | 'redirects';

/** A request as it came. */
export type Asked = { readonly path: string; readonly key: string | undefined; readonly body: string };

/** A server of transcriptions on this machine. */
export type TranscriptionServer = {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** From now on; a list is one manner a request, the last for all that follow. */
  answer(...manners: readonly Manner[]): void;
  close(): Promise<void>;
};

const segments = (noSpeech: number) => [{ avg_logprob: -0.1, no_speech_prob: noSpeech }];
const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const ANSWERS: Readonly<Record<Manner, (response: ServerResponse, text: string) => void>> = {
  well: (response, text) => json(response, 200, { text, segments: segments(0.01) }),
  hears_nothing: (response) => json(response, 200, { text: 'Thank you for watching!', segments: segments(0.95) }),
  never: () => undefined,
  error: (response) => json(response, 500, { error: { message: 'What was said was secret.' } }),
  busy: (response) => json(response, 429, {}),
  unauthorized: (response) => json(response, 401, {}),
  garbage: (response) => response.writeHead(200).end('<html>'),
  not_its_form: (response) => json(response, 200, { text: { nested: true } }),
  endless: (response) => response.writeHead(200).end(`{"text":"${'a'.repeat(2_000_000)}"}`),
  closes: (response) => response.socket?.destroy(),
  redirects: (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
};

/** Starts it. Well answered, it heard `text`. */
export async function startTranscriptionServer(text: string): Promise<TranscriptionServer> {
  const asked: Asked[] = [];
  let manners: readonly Manner[] = ['well'];
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked.push({
        path: request.url ?? '',
        key: request.headers.authorization,
        body: Buffer.concat(parts).toString('latin1'),
      });
      const [manner = 'well', ...rest] = manners;
      if (rest.length > 0) manners = rest;
      ANSWERS[manner](response, text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (...next) => void (manners = next),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
