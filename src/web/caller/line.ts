/** The line to the server: one socket at a time, which opens a call or comes back to it. */
import { GRACE_MS } from '#domain/call/participant.ts';
import { CLOSE } from '#http/close-codes.ts';
import type { CallerError, CallerView, FromPage, FromServer } from '#realtime/caller/protocol.ts';
import type { Sound } from './sound.ts';
import type { Failure, ShownNumber } from './state.ts';

/** How long the server may take to show the call, and how long the page waits between two tries. Milliseconds. */
const SHOWN_MS = 15_000;
const TRY_MS = 6_000;
const MAX_PAUSE_MS = 2_000;
/** Sound that is interrupted for longer is set up anew. Milliseconds. */
const INTERRUPTED_MS = 2_500;

/** What lets a page come back to its call. */
export type Kept = { readonly callId: number; readonly secret: string };

/** What the line tells. */
export type LineListener = {
  onView(view: CallerView): void;
  /** `retryAfterSeconds`: null where waiting does not help. */
  onFailure(failure: Failure | CallerError, retryAfterSeconds: number | null): void;
  /** It is on its way back, and nothing is heard meanwhile. */
  onCut(): void;
  /** The server cannot be told anything, and the sound continues; the next view ends it. */
  onOffline(): void;
  onSound(isInterrupted: boolean): void;
  /** Whether the microphone delivers nothing. */
  onUnheard(isUnheard: boolean): void;
  onNumber(number: ShownNumber): void;
};

/** How the sound is doing, as either side has it. */
export type SoundWord = Extract<FromServer, { readonly type: 'sound' }>['state'];

type Opening = { readonly lang: string; readonly name: string | null } | Kept;
/** How one try ended: the call is there, or why not. `gone` may be tried again. */
type Try = 'there' | 'gone' | Refused;
type Refused = { readonly failure: Failure | CallerError; readonly retryAfterSeconds: number | null };

/** The line of one call. */
export type Line = {
  open(lang: string, name: string | null): Promise<void>;
  /** Tries until it is there or the time is over. */
  rejoin(kept: Kept): Promise<void>;
  /** False when there is no one to hear it. */
  say(message: FromPage): boolean;
  /** What is known of the sound, from either side. */
  soundIs(state: SoundWord): void;
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
  /** The sound needs a new connection, whatever the browser thinks of the old one. */
  let isSoundLost = false;
  /** Ends the try that opens the call. */
  let settleOpening = (_how: Try): void => undefined;
  /** What could not be said, and must be: the caller hung up. */
  let farewell: FromPage | null = null;

  const hear = (message: FromServer, settle: (how: Try) => void): void => {
    switch (message.type) {
      case 'answer':
        return void sound.answer(message.sdp).catch(() => settle(refused('sound_refused')));
      case 'sound':
        return soundIs(message.state);
      case 'codec':
        return sound.talkIn(message.codec);
      case 'error':
        return fail(refused(message.error, message.retryAfterSeconds), settle);
      case 'call_back_number':
        return listener.onNumber({ national: message.national, international: message.international });
      case 'call':
        kept = { callId: message.data.callId, secret: message.data.secret };
        isEnded = message.data.stage === 'ended';
        settle('there');
        if (farewell !== null && say(farewell)) farewell = null;
        return listener.onView(message.data);
      default:
        return message satisfies never;
    }
  };

  /** Before the call is there an error ends the try; afterwards it answers something that was asked. */
  const fail = (how: Refused, settle: (how: Try) => void): void => {
    if (kept === null || isReturning) settle(how);
    else listener.onFailure(how.failure, how.retryAfterSeconds);
  };

  /** `isHeard`: the sound continues, and only the socket is gone. */
  const attempt = async (opening: Opening, milliseconds: number, isHeard: boolean): Promise<Try> => {
    const { promise, resolve } = Promise.withResolvers<Try>();
    drop();
    settleOpening = resolve;
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
    const offering = isHeard ? Promise.resolve(null) : sound.offer();
    const [sdp] = await Promise.all([offering, Promise.race([opened, promise])]);
    // No address was found that sound could come to: the browser may not use the network for it.
    if (!isHeard && !sound.hasAddresses()) resolve(refused('no_connection'));
    else if (made.readyState === WebSocket.OPEN) made.send(JSON.stringify(openingMessage(opening, sdp)));
    return promise.finally(() => clearTimeout(timer));
  };

  const closed = (code: number): void => {
    socket = null;
    if (isEnded || kept === null) return;
    if (code === CLOSE.superseded) listener.onFailure('elsewhere', null);
    else if (!isReturning) void rejoin(kept);
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

  const rejoin = async (to: Kept): Promise<void> => {
    if (isReturning || isEnded) return;
    isReturning = true;
    kept = to;
    clearTimeout(interruption);
    let until = Date.now() + GRACE_MS;
    let isCut = false;
    let how: Try = 'gone';
    const isDone = (): boolean =>
      isEnded || Date.now() >= until || !(how === 'gone' || (how === 'there' && isSoundLost));
    for (let wait = 0; !isDone(); wait = Math.min(wait + 500, MAX_PAUSE_MS)) {
      // While both hear each other the call is whole, however long the socket is gone.
      const isHeard = sound.isConnected() && !isSoundLost;
      if (isHeard) until = Date.now() + GRACE_MS;
      if (isHeard && wait > 0) listener.onOffline();
      if (!isHeard && !isCut) listener.onCut();
      isCut ||= !isHeard;
      await pause(wait);
      if (isDone()) break;
      if (!isHeard) isSoundLost = false; // What is offered anew has not been lost yet.
      how = await attempt(to, Math.min(TRY_MS, until - Date.now()), isHeard);
    }
    isReturning = false;
    if (how === 'there' || isEnded) return;
    if (how === 'gone') listener.onFailure('lost', null);
    else listener.onFailure(how.failure, how.retryAfterSeconds);
  };

  const soundIs = (state: SoundWord): void => {
    if (state === 'silent' || state === 'sounding') return listener.onUnheard(state === 'silent');
    if (state === 'lost' && isReturning) isSoundLost = true;
    if (state === 'lost' && kept === null) settleOpening(refused('no_connection'));
    if (isReturning || isEnded || kept === null) return;
    clearTimeout(interruption);
    isSoundLost = state !== 'connected';
    const to = kept;
    if (state === 'lost') return void rejoin(to);
    listener.onSound(state === 'interrupted');
    if (state === 'interrupted') interruption = setTimeout(() => void rejoin(to), INTERRUPTED_MS);
  };

  const say = (message: FromPage): boolean => {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  };

  const online = (): void => hurry();
  const offline = (): void => soundIs('interrupted');
  addEventListener('online', online);
  addEventListener('offline', offline);

  return {
    async open(lang, name) {
      const how = await attempt({ lang, name }, SHOWN_MS, false);
      if (how === 'there' || isEnded) return;
      if (how === 'gone') listener.onFailure('unreachable', null);
      else listener.onFailure(how.failure, how.retryAfterSeconds);
    },
    rejoin,
    say(message) {
      const isSaid = say(message);
      if (!isSaid && message.type === 'hang_up') farewell = message;
      return isSaid;
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

function refused(failure: Failure | CallerError, retryAfterSeconds: number | null = null): Refused {
  return { failure, retryAfterSeconds };
}

function openingMessage(opening: Opening, sdp: string | null): FromPage {
  if (!('callId' in opening)) return { type: 'call', ...opening, sdp: sdp ?? '' };
  const { callId, secret } = opening;
  return { type: 'return', callId, secret, sdp };
}
