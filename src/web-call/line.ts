/** The line to the server: one socket at a time, which opens a call or comes back to it. */
import type { CallerView, FromPage, FromServer } from '#dialects/caller/protocol.ts';
import type { Sound } from './sound.ts';
import type { Failure } from './state.ts';
import { GRACE_MS } from './screen.ts';

/** How long the server may take to show the call, and how long the page waits between two tries. Milliseconds. */
const SHOWN_MS = 15_000;
const TRY_MS = 6_000;
const MOST_PAUSE_MS = 2_000;
/** Sound that is interrupted for longer is set up anew. Milliseconds. */
const INTERRUPTED_MS = 2_500;
/** The server closes so when another page has come back to the call. */
const SUPERSEDED = 4001;

/** What lets a page come back to its call. */
export type Kept = { readonly callId: number; readonly secret: string };

/** What the line tells. */
export type LineListener = {
  onView(view: CallerView): void;
  onFailure(failure: Failure): void;
  /** It is on its way back. */
  onCut(): void;
  onSound(isInterrupted: boolean): void;
};

type Opening = { readonly lang: string; readonly name: string | null } | Kept;
/** How one try ended: the call is there, or why not. `gone` may be tried again. */
type Try = 'there' | 'gone' | Failure;

/** The line of one call. */
export type Line = {
  open(lang: string, name: string | null): Promise<void>;
  /** Tries until it is there or the time is over. */
  comeBack(kept: Kept): Promise<void>;
  /** False when there is nobody to hear it. */
  say(message: FromPage): boolean;
  /** What is known of the sound, from either side. */
  soundIs(state: 'connected' | 'interrupted' | 'lost'): void;
  close(): void;
};

/** Makes a line to the socket at `address`. */
export function createLine(address: string, sound: Sound, listener: LineListener): Line {
  let socket: WebSocket | null = null;
  let kept: Kept | null = null;
  let isEnded = false;
  let isReturning = false;
  let interruption: ReturnType<typeof setTimeout> | undefined;
  let hurry = (): void => undefined;

  const hear = (message: FromServer, settle: (how: Try) => void): void => {
    if (message.type === 'answer') sound.answer(message.sdp).catch(() => settle('sound_refused'));
    else if (message.type === 'sound') soundIs(message.state);
    else if (message.type === 'error') fail(message.error, settle);
    else {
      kept = { callId: message.data.callId, secret: message.data.secret };
      isEnded = message.data.stage === 'ended';
      settle('there');
      listener.onView(message.data);
    }
  };

  /** Before the call is there an error ends the try; afterwards it answers something that was asked. */
  const fail = (error: Failure, settle: (how: Try) => void): void => {
    if (kept === null || isReturning) settle(error);
    else listener.onFailure(error);
  };

  const attempt = async (opening: Opening, milliseconds: number): Promise<Try> => {
    const { promise, resolve } = Promise.withResolvers<Try>();
    drop();
    const timer = setTimeout(() => resolve('gone'), milliseconds);
    const made = new WebSocket(address);
    socket = made;
    const opened = new Promise((open) => made.addEventListener('open', open));
    made.addEventListener('message', ({ data }: MessageEvent<string>) => {
      // What the server sends is of the protocol that both are written by.
      if (socket === made) hear(JSON.parse(data) as FromServer, resolve);
    });
    made.addEventListener('close', ({ code }) => {
      resolve('gone');
      if (socket === made) closed(code);
    });
    const [sdp] = await Promise.all([sound.offer(), Promise.race([opened, promise])]);
    if (made.readyState === WebSocket.OPEN) made.send(JSON.stringify(openingMessage(opening, sdp)));
    return promise.finally(() => clearTimeout(timer));
  };

  const closed = (code: number): void => {
    socket = null;
    if (isEnded || kept === null) return;
    if (code === SUPERSEDED) listener.onFailure('elsewhere');
    else if (!isReturning) void comeBack(kept);
  };

  const drop = (): void => {
    const before = socket;
    socket = null;
    before?.close();
  };

  const pause = async (milliseconds: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    hurry = resolve;
    setTimeout(() => resolve(), milliseconds);
    return promise;
  };

  const comeBack = async (to: Kept): Promise<void> => {
    if (isReturning || isEnded) return;
    isReturning = true;
    kept = to;
    clearTimeout(interruption);
    listener.onCut();
    const until = Date.now() + GRACE_MS;
    let how: Try = 'gone';
    const mayGoOn = (): boolean => how === 'gone' && !isEnded && Date.now() < until;
    for (let wait = 0; mayGoOn(); wait = Math.min(wait + 500, MOST_PAUSE_MS)) {
      await pause(wait);
      if (mayGoOn()) how = await attempt(to, Math.min(TRY_MS, until - Date.now()));
    }
    isReturning = false;
    if (how !== 'there' && !isEnded) listener.onFailure(how === 'gone' ? 'lost' : how);
  };

  const soundIs = (state: 'connected' | 'interrupted' | 'lost'): void => {
    if (isReturning || isEnded || kept === null) return;
    clearTimeout(interruption);
    const to = kept;
    if (state === 'lost') return void comeBack(to);
    listener.onSound(state === 'interrupted');
    if (state === 'interrupted') interruption = setTimeout(() => void comeBack(to), INTERRUPTED_MS);
  };

  const online = (): void => hurry();
  const offline = (): void => soundIs('interrupted');
  addEventListener('online', online);
  addEventListener('offline', offline);

  return {
    async open(lang, name) {
      const how = await attempt({ lang, name }, SHOWN_MS);
      if (how !== 'there' && !isEnded) listener.onFailure(how === 'gone' ? 'unreachable' : how);
    },
    comeBack,
    say(message) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    soundIs,
    close() {
      isEnded = true;
      clearTimeout(interruption);
      removeEventListener('online', online);
      removeEventListener('offline', offline);
      hurry();
      drop();
    },
  };
}

function openingMessage(opening: Opening, sdp: string): FromPage {
  if (!('callId' in opening)) return { type: 'call', ...opening, sdp };
  const { callId, secret } = opening;
  return { type: 'return', callId, secret, sdp };
}
