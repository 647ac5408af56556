/** All our sockets: listening, and the way to a target. */
import type { SipTransport } from '#sip/location/location.ts';
import type { Endpoint } from '#sip/message/via.ts';
import type { NoWay } from './ask.ts';
import { createDatagrams } from './datagrams.ts';
import type { Flow } from './flow.ts';
import type { Tell } from './news.ts';
import type { Target } from './targets.ts';

/** Where to listen. */
export type Listening = { readonly transport: SipTransport } & Endpoint;

/** The sockets of a user agent. */
export type Transports = {
  /** Resolves once everything is bound. */
  listen(): Promise<void>;
  /** The way to a target, connected where that takes a connection. */
  open(target: Target, trunkId: number): Promise<Flow | NoWay>;
  /** The port where we listen for a transport; null where we do not. */
  portOf(transport: SipTransport): number | null;
  close(): Promise<void>;
};

/** What it needs. */
export type TransportParts = {
  readonly listening: readonly Listening[];
  readonly tell: Tell;
  datagram(bytes: Uint8Array, flow: Flow): void;
};

/** Makes them; nothing is bound before `listen`. */
export function createTransports({ listening, tell, datagram }: TransportParts): Transports {
  const of = (transport: SipTransport): readonly Listening[] =>
    listening.filter((each) => each.transport === transport);
  const datagrams = createDatagrams(of('UDP'), datagram, tell);
  return {
    listen: async () => datagrams.bind(),
    async open({ transport, address, port }) {
      const flow = transport === 'UDP' ? datagrams.flowTo({ address, port }) : null;
      return flow ?? { fault: 'unreachable', detail: `There is no ${transport} socket that reaches it.` };
    },
    portOf: (transport) => (transport === 'UDP' ? (datagrams.bound()?.port ?? null) : null),
    close: async () => datagrams.close(),
  };
}
