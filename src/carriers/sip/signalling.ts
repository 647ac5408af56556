/** What those who make calls hand to the user agent, and hear from it. */
import type { Parameters } from '#sip/address/parameters.ts';
import type { Uri } from '#sip/address/uri.ts';
import type { Header, SipRequest, SipResponse } from '#sip/message/message.ts';
import type { Flow } from './flow.ts';
import type { SipTrunk } from './sip-trunk.ts';

/**
 * A request outside of a dialog, as its author writes it: From with its tag, To, Call-ID and CSeq are the author's.
 * Via, Max-Forwards, Route and Contact are the user agent's, as they depend on the way that it takes.
 */
export type Draft = {
  readonly method: string;
  readonly uri: Uri;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** Null for a request that takes no Contact. */
  readonly contact: DraftContact | null;
};

/** Who we are in a Contact: parameters of its URI, and of the field, such as `expires`. */
export type DraftContact = {
  readonly user: string | null;
  readonly parameters?: Parameters;
  readonly fields?: Parameters;
};

/** Why a request got no answer. */
export type AskFault = 'timeout' | 'unreachable' | 'bad_certificate' | 'unresolved' | 'overloaded' | 'cancelled';

/**
 * What became of a request. `request` is the one that was really answered: its CSeq is higher than the draft's after
 * each challenge. `detail` says in a sentence what went wrong.
 */
export type Heard =
  | { readonly type: 'response'; readonly response: SipResponse; readonly request: SipRequest; readonly flow: Flow }
  | { readonly type: 'failed'; readonly reason: AskFault; readonly detail: string };

/** Is told each new response, the final one last; or that there is none. */
export type Hear = (heard: Heard) => void;

/** A request under way. */
export type Asked = {
  /**
   * Takes an INVITE back: CANCEL once a provisional response has come, and a 2xx that crosses it is acknowledged and
   * hung up. Any other request is only listened to no longer.
   */
  cancel(): void;
};

/** How a request is sent. */
export type AskOptions = {
  /** How long each target may take for its first response, of any status, before the next is tried. Milliseconds. */
  readonly patienceMs?: number;
};

/** Where a dialog is: `nextHop` as `nextHopOf` says. */
export type Place = { readonly trunk: SipTrunk; readonly flow: Flow; readonly nextHop: Uri };

/** A request that came from a trunk. */
export type Inbound = {
  /** Names it in `respond`. */
  readonly key: string;
  /** The trunk that it came from; of several at the same addresses the likeliest. */
  readonly trunk: SipTrunk;
  /** All trunks that have its address: the number called says whose it is. */
  readonly trunks: readonly SipTrunk[];
  readonly request: SipRequest;
  /** The way that it came, for what we send within its dialog. */
  readonly flow: Flow;
  /** The tag that our responses have in To, where the request has none. */
  readonly localTag: string;
};

/** What a response says beside what it copies from its request. */
export type Reply = {
  readonly status: number;
  /** The status's own where it is absent. */
  readonly reason?: string;
  readonly headers?: readonly Header[];
  readonly body?: Uint8Array;
};

/** Who makes calls of what comes. Each request that is handed over is answered by `respond`. */
export type Handlers = {
  /** An INVITE that begins a call. */
  invite(inbound: Inbound): void;
  /** The INVITE was taken back; it and its CANCEL have been answered. */
  cancelled(key: string): void;
  /** Our 2xx to the INVITE was acknowledged; the ACK may hold an answer. */
  acknowledged(key: string, ack: SipRequest): void;
  /** No ACK came for 32 s: the call is to be hung up. */
  unacknowledged(key: string): void;
  /** A request with a tag in To, ACK and CANCEL excepted: 481 where its dialog is unknown. */
  within(inbound: Inbound): void;
  /** The trunk of a dialog by its key (`dialogKey`), for a request from an address that is no trunk's. */
  trunkOfDialog(key: string): SipTrunk | null;
};
