/** All our sockets: listening, and the way to a target. */
import type { SipTransport } from '#sip/location/location.ts';
import type { NoWay } from './ask.ts';
import { createDatagrams } from './datagrams.ts';
import type { Flow, Listening } from './flow.ts';
import type { StreamParts } from './streams.ts';
import { createStreams } from './streams.ts';
import type { Target } from './targets.ts';

/** The sockets of a user agent. */
export type Transports = {
  /** Resolves once everything is bound. */
  listen(): Promise<void>;
  /** The way to a target, connected where that takes a connection. */
  open(target: Target, trunkId: number): Promise<Flow | NoWay>;
  /** The port where we listen for a transport; null where we do not. */
  portOf(transport: SipTransport): number | null;
  /** Closes the connections that we made to a trunk. */
  drop(trunkId: number): void;
  connections(): number;
  close(): Promise<void>;
};

/** What it needs. */
export type TransportParts = Omit<StreamParts, 'listening'> & {
  readonly listening: readonly Listening[];
  datagram(bytes: Uint8Array, flow: Flow): void;
};

/** Makes them; nothing is bound before `listen`. */
export function createTransports(parts: TransportParts): Transports {
  const { listening, tell, datagram } = parts;
  const isDatagram = ({ transport }: Listening): boolean => transport === 'UDP';
  const datagrams = createDatagrams(listening.filter(isDatagram), datagram, tell);
  const streams = createStreams({ ...parts, listening: listening.filter((each) => !isDatagram(each)) });
  return {
    async listen() {
      await datagrams.bind();
      try {
        await streams.listen();
      } catch (error) {
        await datagrams.close();
        throw error;
      }
    },
    async open(target, trunkId) {
      if (target.transport !== 'UDP') return streams.open(target, trunkId);
      const flow = datagrams.flowTo(target);
      return flow ?? { fault: 'unreachable', detail: 'There is no UDP socket that reaches it.' };
    },
    portOf: (transport) => (transport === 'UDP' ? (datagrams.bound()?.port ?? null) : streams.portOf(transport)),
    drop: streams.drop,
    connections: streams.size,
    async close() {
      await Promise.all([datagrams.close(), streams.close()]);
    },
  };
}
