/** The ways that messages come and go: a socket of ours and an address of theirs, or a connection. */
import type { Endpoint } from '#sip/message/via.ts';
import type { SipTransport } from '#sip/location/location.ts';

/** What sends: a socket for datagrams, or a connection, which goes to one place whatever `to` is. */
export type Channel = {
  /** `failed` is told, once, that the bytes did not leave. It is never called before `send` returns. */
  send(bytes: Uint8Array, to: Endpoint, failed: () => void): void;
  isOpen(): boolean;
  /** The trunk that we connected to: what comes back on the connection is its own. Null: they came to us, or UDP. */
  readonly trunkId: number | null;
};

/** A way. */
export type Flow = {
  readonly transport: SipTransport;
  /** Where we are on it; `0.0.0.0` and `::` where the socket is bound to every address. */
  readonly local: Endpoint;
  /** Where they are: the source of what came. */
  readonly remote: Endpoint;
  readonly channel: Channel;
};

/** Where to listen. */
export type Listening = { readonly transport: SipTransport } & Endpoint;

/** Whether the transport sees to it that bytes arrive. */
export function isReliable({ transport }: Flow): boolean {
  return transport !== 'UDP';
}
