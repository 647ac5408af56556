/** What the user agent tells whoever logs and counts. No number, name or secret is among it. */
import type { AskFault } from './signalling.ts';

/** One thing that happened. */
export type SipNews =
  /** Messages from addresses that are no trunk's, dropped without an answer since this was last told. */
  | { readonly type: 'strangers'; readonly count: number }
  /** A request longer than fits a datagram safely was sent over UDP, as the trunk has nothing else. */
  | { readonly type: 'too_large_for_udp'; readonly trunkId: number; readonly bytes: number }
  /** A socket of ours has a fault that no call is to blame for. */
  | { readonly type: 'socket_failed'; readonly transport: string; readonly error: unknown }
  /** There is no room for one more transaction or connection. */
  | { readonly type: 'overloaded'; readonly what: 'transactions' | 'connections' }
  /** A call of a process that is gone could not be hung up: its far end may believe that it continues. */
  | {
      readonly type: 'dialog_left_open';
      readonly trunkId: number;
      readonly why: AskFault | 'refused';
      readonly detail: string;
    };

/** Hears of it. */
export type Tell = (news: SipNews) => void;
