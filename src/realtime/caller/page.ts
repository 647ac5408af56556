/** One open page of a caller, and what is said to it. */
import type { Call } from '#domain/call/call.ts';
import type { Wire } from '#http/socket.ts';
import type { TakeWebCall } from '#engine/commands/take-web-call.ts';
import type { CallerError, FromPage, FromServer } from './protocol.ts';

/** One attempt. */
export type Opening = {
  readonly uid: string;
  readonly asked: Extract<FromPage, { readonly type: 'call' }>;
  /** The connection stands, and the call is being stored. */
  isEntering: boolean;
  cancel(): void;
};

/** Mutable. One open page, and the call that it is in. */
export type Page = {
  readonly workspaceId: number;
  /** The network address, as it is counted. */
  readonly address: string;
  /** The IP address that its socket came from, behind trusted proxies the client's. */
  readonly asker: string;
  /** The contact and the conversation of the Messenger link that the caller came by. */
  readonly from: NonNullable<TakeWebCall['from']> | null;
  /** They came by the voice agent's link. */
  readonly isForVoiceAgent: boolean;
  readonly wire: Wire;
  call: Call | null;
  /** The attempt to connect, until the call is there. */
  opening: Opening | null;
  /** What was asked for while it was opening, in order. */
  wishes: FromPage[];
  /** The number that the page was shown last, to be confirmed. E.164. */
  numberShown: string | null;
  isCalledBack: boolean;
  /** The caller hung up or went away before the call was there. */
  isGone: boolean;
  /** When the place in line was told last. Milliseconds. */
  toldAt: number;
  /** Whether it is told again as soon as it may be. */
  isToldSoon: boolean;
};

/** A page of someone who has not called yet. */
export function newPage(
  who: Pick<Page, 'workspaceId' | 'address' | 'asker' | 'from' | 'isForVoiceAgent' | 'wire'>,
): Page {
  const nothing = { call: null, opening: null, wishes: [], numberShown: null };
  return { ...who, ...nothing, isCalledBack: false, isGone: false, toldAt: 0, isToldSoon: false };
}

const SENTENCES = {
  closed: 'This line takes no calls right now.',
  busy: 'All lines are busy. Please try again in a few minutes.',
  too_many: 'There are too many calls from your network. Try again in a few minutes.',
  malformed: 'The server did not understand this.',
  unknown_call: 'This call has ended.',
  sound_refused: 'The audio could not be set up.',
  no_connection: 'Your network blocks calls: the audio could not be connected.',
  internal: 'Something went wrong on our side. Try again in a moment.',
  call_back_unreadable: 'Enter a valid phone number.',
  call_back_refused: 'We cannot call this number back.',
  call_back_emergency: 'We cannot call emergency numbers. In an emergency, dial from a telephone.',
  call_back_too_many: 'Too many callbacks were requested. Try again later.',
  call_back_closed: 'We cannot call you back right now.',
} as const satisfies Record<CallerError, string>;

/** Sends the message to the page. */
export function say(page: Page, message: FromServer): void {
  page.wire.send(JSON.stringify(message));
}

/** Tells the page why something is not done, and after how many seconds it may work. */
export function refuse(page: Page, error: CallerError, retryAfterSeconds: number | null = null): void {
  say(page, { type: 'error', error, message: SENTENCES[error], retryAfterSeconds });
}
