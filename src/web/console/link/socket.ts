/**
 * The one WebSocket to the server: opened again when it breaks, resumed where it broke, and questions with their
 * answers.
 */
import { CLOSE } from '#http/close-codes.ts';
import type { FromServer, PageCommand } from '#realtime/agent/protocol.ts';
import { say } from '../parts/language.ts';

/** `waiting`: the line is cut, and is tried again after a while. The last two do not try again by themselves. */
export type LinkPhase = 'connecting' | 'open' | 'waiting' | 'superseded' | 'signed_out';

/** How a command went. */
export type Reply =
  | { readonly ok: true; readonly data?: unknown }
  | { readonly ok: false; readonly error: string; readonly message: string };

/** An event with its number, or a word about the sound or about what is said. */
export type Told = Exclude<FromServer, { readonly type: 'reply' | 'superseded' | 'signed_out' }>;

export type SocketParts = {
  readonly url: string;
  /** The last event that is known; null asks for everything. */
  since(): number | null;
  heard(message: Told): void;
  phaseChanged(phase: LinkPhase): void;
};

export type Socket = { send(command: PageCommand): Promise<Reply>; open(): void; close(): void };

const ANSWER_MS = 10_000;
const MAX_PAUSE_MS = 3000;
/** Opening that takes longer is begun anew: behind a cut line it would take half a minute. */
const OPENING_MS = 6000;
/** After so long without a word the line is tested, since a cut one can look whole for minutes. */
const SILENCE_MS = 15_000;
const CONNECTING = 0;
const OPEN = 1;

/** What is asked while there is no line. */
export function offline(): Reply {
  return { ok: false, error: 'offline', message: say('link.offline') };
}

function unanswered(): Reply {
  return { ok: false, error: 'timeout', message: say('link.unanswered') };
}

type Pending = { readonly answer: (reply: Reply) => void; readonly timer: ReturnType<typeof setTimeout> };

/** Makes it; nothing happens before `open`. */
export function createSocket({ url, since, heard, phaseChanged }: SocketParts): Socket {
  let raw: WebSocket | null = null;
  let lastId = 0;
  let attempts = 0;
  let isWanted = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const pending = new Map<number, Pending>();

  const settle = (id: number, reply: Reply): void => {
    const asked = pending.get(id);
    clearTimeout(asked?.timer);
    pending.delete(id);
    asked?.answer(reply);
  };

  const send = async (command: PageCommand): Promise<Reply> => {
    const socket = raw;
    if (socket?.readyState !== OPEN) return offline();
    const id = ++lastId;
    return new Promise((answer) => {
      pending.set(id, { answer, timer: setTimeout(() => settle(id, unanswered()), ANSWER_MS) });
      socket.send(JSON.stringify({ ...command, id }));
    });
  };

  const listenForSilence = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      void send({ type: 'hello', since: since() }).then((reply) => (reply.ok ? undefined : raw?.close()));
    }, SILENCE_MS);
  };

  const receive = (text: string): void => {
    listenForSilence();
    // The server is ours, and its words are typed by the same file.
    const said = JSON.parse(text) as FromServer | readonly FromServer[];
    for (const message of [said].flat()) take(message);
  };

  const take = (message: FromServer): void => {
    if (message.type === 'reply') settle(message.id, message);
    else if (message.type === 'superseded' || message.type === 'signed_out') stop(message.type);
    else heard(message);
  };

  const stop = (phase: 'superseded' | 'signed_out'): void => {
    isWanted = false;
    phaseChanged(phase);
  };

  const opened = (): void => {
    attempts = 0;
    listenForSilence();
    void send({ type: 'hello', since: since() }).then((reply) => {
      if (!reply.ok) return raw?.close();
      return phaseChanged('open');
    });
  };

  const lost = (code: number): void => {
    raw = null;
    clearTimeout(silence);
    for (const id of pending.keys()) settle(id, offline());
    if (isWanted && code === CLOSE.superseded) stop('superseded');
    if (isWanted && code === CLOSE.signedOut) stop('signed_out');
    if (!isWanted) return;
    phaseChanged('waiting');
    const pause = Math.min(MAX_PAUSE_MS, 300 * 2 ** attempts++) * (0.75 + Math.random() / 2);
    retry = setTimeout(connect, pause);
  };

  const connect = (): void => {
    clearTimeout(retry);
    if (!isWanted || raw !== null) return;
    const socket = new WebSocket(url);
    raw = socket;
    const slow = setTimeout(giveUpOpening, OPENING_MS);
    socket.addEventListener('open', opened);
    socket.addEventListener('message', ({ data }) => receive(String(data)));
    socket.addEventListener('close', ({ code }) => {
      clearTimeout(slow);
      if (raw === socket) lost(code);
    });
  };

  const giveUpOpening = (): void => {
    if (raw?.readyState === CONNECTING) raw.close();
  };

  const networkCame = (): void => {
    attempts = 0;
    giveUpOpening();
    connect();
  };
  const networkWent = (): void => raw?.close();

  return {
    send,
    open() {
      if (isWanted) return;
      isWanted = true;
      phaseChanged('connecting');
      globalThis.addEventListener('online', networkCame);
      globalThis.addEventListener('offline', networkWent);
      connect();
    },
    close() {
      isWanted = false;
      clearTimeout(retry);
      globalThis.removeEventListener('online', networkCame);
      globalThis.removeEventListener('offline', networkWent);
      raw?.close();
    },
  };
}
