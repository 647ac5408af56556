/** Deepgram's live transcription on this machine: hears what the test says, or behaves as services do on bad days. */
import websocket from '@fastify/websocket';
import type { WebSocket } from '@fastify/websocket';
import Fastify from 'fastify';

/** `silent`: it takes everything and says nothing. `refuses`: the upgrade. `nonsense`: other words than its own. */
export type DeepgramManner = 'well' | 'silent' | 'refuses' | 'nonsense' | 'cuts';

/** One that listens. */
export type DeepgramServer = {
  readonly url: string;
  /** The address and key of each connection. */
  readonly asked: readonly { readonly url: string; readonly key: string | undefined }[];
  /** Texts that came, in order, such as `KeepAlive`, and how many bytes of sound. */
  readonly came: { readonly texts: string[]; bytes: number };
  behave(manner: DeepgramManner): void;
  /** It tells these words; `isFinal`: they will not change any more. */
  tell(text: string, isFinal: boolean): void;
  /** What it tells once it is told to finalize. */
  finals: string[];
  /** Every connection is gone. */
  cut(): void;
  close(): Promise<void>;
};

const resultOf = (transcript: string, isFinal: boolean, isFinalized = false): string =>
  JSON.stringify({
    type: 'Results',
    channel_index: [0, 1],
    duration: 1.2,
    start: 0,
    is_final: isFinal,
    speech_final: isFinal,
    from_finalize: isFinalized,
    channel: { alternatives: [{ transcript, confidence: transcript === '' ? 0 : 0.75, words: [] }] },
  });

/** Starts it. */
export async function startDeepgramServer(): Promise<DeepgramServer> {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(websocket);
  const asked: { readonly url: string; readonly key: string | undefined }[] = [];
  const came = { texts: [] as string[], bytes: 0 };
  const sockets = new Set<WebSocket>();
  let manner: DeepgramManner = 'well';
  const server: { finals: string[] } = { finals: [] };
  const finalize = (socket: WebSocket): void => {
    if (manner === 'silent') return;
    socket.send(resultOf(server.finals.shift() ?? '', true, true));
  };
  app.addHook('preValidation', async (_request, reply) =>
    manner === 'refuses' ? reply.code(401).send({ err_code: 'INVALID_AUTH' }) : undefined,
  );
  app.get('/v1/listen', { websocket: true }, (socket, request) => {
    asked.push({ url: request.url, key: request.headers.authorization });
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (manner === 'nonsense') socket.send('<html>');
    if (manner === 'cuts') socket.terminate();
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) {
        came.bytes += data.length;
        return;
      }
      const { type } = JSON.parse(data.toString()) as { readonly type: string };
      came.texts.push(type);
      if (type === 'Finalize') finalize(socket);
      if (type === 'CloseStream') socket.send('{"type":"Metadata","duration":0.0,"channels":1}');
    });
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return Object.assign(server, {
    url,
    asked,
    came,
    behave: (next: DeepgramManner) => void (manner = next),
    tell(text: string, isFinal: boolean) {
      for (const socket of sockets) socket.send(resultOf(text, isFinal));
    },
    cut() {
      for (const socket of sockets) socket.terminate();
    },
    close: async () => app.close(),
  });
}
