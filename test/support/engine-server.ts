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

const events = (all: readonly object[], end = ''): Answer => ({
  type: 'text/event-stream; charset=utf-8',
  body: `${all.map((each) => `${'type' in each ? `event: ${String(each.type)}\n` : ''}data: ${JSON.stringify(each)}\n\n`).join('')}${end}`,
});

/** In two pieces, as models write: in the middle of a word. */
const pieces = (text: string): readonly [string, string] => {
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
};

/** What a model is to say: a tool with its input, or words alone. */
export type ModelSays = { readonly tool?: string; readonly input?: object | string; readonly text?: string };

const inputOf = ({ input = {} }: ModelSays): string => (typeof input === 'string' ? input : JSON.stringify(input));

/** The same as OpenAI's chat completions stream it. `reason`: why it ends. */
export function chatOf(says: ModelSays, reason = says.tool === undefined ? 'stop' : 'tool_calls'): Answer {
  const chunk = (delta: object, finish: string | null = null): object => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_764_324_000,
    model: 'some-model',
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const call = (called: object, first: object = {}): object =>
    chunk({ tool_calls: [{ index: 0, ...first, function: called }] });
  const [before, after] = pieces(inputOf(says));
  const tool =
    says.tool === undefined
      ? []
      : [
          call({ name: says.tool, arguments: '' }, { id: 'call_1', type: 'function' }),
          call({ arguments: before }),
          call({ arguments: after }),
        ];
  const text = pieces(says.text ?? '').map((content) => chunk({ content }));
  return events([chunk({ role: 'assistant', content: null }), ...text, ...tool, chunk({}, reason)], 'data: [DONE]\n\n');
}

/** The same as Anthropic's messages stream it. */
export function messagesOf(says: ModelSays, reason = says.tool === undefined ? 'end_turn' : 'tool_use'): Answer {
  const block = (index: number, content: object, deltas: readonly object[]): readonly object[] => [
    { type: 'content_block_start', index, content_block: content },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
  const text = pieces(says.text ?? '').map((part) => ({ type: 'text_delta', text: part }));
  const input = pieces(inputOf(says)).map((part) => ({ type: 'input_json_delta', partial_json: part }));
  const tool =
    says.tool === undefined ? [] : block(1, { type: 'tool_use', id: 'toolu_1', name: says.tool, input: {} }, input);
  return events([
    { type: 'message_start', message: { id: 'msg_1', type: 'message', role: 'assistant', content: [] } },
    { type: 'ping' },
    ...block(0, { type: 'text', text: '' }, text),
    ...tool,
    { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 15 } },
    { type: 'message_stop' },
  ]);
}
