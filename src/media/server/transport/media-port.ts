/**
 * The one UDP port of a worker, through which all its legs' sound goes. Who sent a datagram is told by the address that
 * an authentic connectivity check came from before, as RFC 8445 section 7.3 has it; a check names its leg itself.
 */
import type { RemoteInfo, Socket } from 'node:dgram';
import { datagramKind } from '../../codec/demultiplex.ts';
import type { DatagramKind } from '../../codec/demultiplex.ts';
import { readStunCheck } from '../../codec/stun.ts';
import type { StunCheck } from '../../codec/stun.ts';
import { bindUdp, sendUdp } from './udp-socket.ts';
import type { Address } from './udp-socket.ts';

/** One peer behind the port. */
export type Peer = {
  /** The user name fragment that its checks begin with. */
  readonly name: string;
  /** A check that names it. True: it is authentic, and the address is the peer's from now on. */
  check(check: StunCheck, datagram: Uint8Array, from: Address): boolean;
  /** Anything else from one of its addresses. The bytes are the peer's own, to change as it likes. */
  receive(kind: Exclude<DatagramKind, 'stun'>, datagram: Uint8Array): void;
};

/** What was dropped since the start, by reason. */
export type Ignored = Record<'unknown_protocol' | 'unknown_peer' | 'unauthentic_check', number>;

/** The port in use. */
export type MediaPort = {
  readonly port: number;
  readonly ignored: Readonly<Ignored>;
  add(peer: Peer): void;
  remove(peer: Peer): void;
  /** Never throws and never waits; what the system cannot take now is lost, as UDP may be. */
  send(datagram: Uint8Array, to: Address): void;
  close(): Promise<void>;
};

/** Addresses that one peer may have at a time; a laptop in several networks has a handful. */
const MAX_ADDRESSES = 8;

/** Room in the kernel for some hundred milliseconds of a full worker. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** Opens the first free port of the range, or null if there is none. `host` as of `bindUdp`. */
export async function openMediaPort(
  host: string | null,
  ports: { readonly first: number; readonly last: number },
): Promise<MediaPort | null> {
  for (let port = ports.first; port <= ports.last; port += 1) {
    const socket = await bindUdp(host, port);
    if (socket !== null) return createMediaPort(socket);
  }
  return null;
}

function createMediaPort(socket: Socket): MediaPort {
  const ignored: Ignored = { unknown_protocol: 0, unknown_peer: 0, unauthentic_check: 0 };
  const byName = new Map<string, Peer>();
  const byAddress = new Map<string, Peer>();
  const addressesOf = new Map<Peer, string[]>();
  widenBuffer(socket);

  function checked(datagram: Uint8Array, from: Address): void {
    const check = readStunCheck(datagram);
    const peer = check === null ? undefined : byName.get(check.localName);
    if (check === null || peer === undefined) ignored.unknown_peer += 1;
    else if (!peer.check(check, datagram, from)) ignored.unauthentic_check += 1;
    else remember(peer, keyOf(from));
  }

  function remember(peer: Peer, key: string): void {
    if (byAddress.get(key) === peer) return;
    const known = addressesOf.get(peer) ?? [];
    const oldest = known.length >= MAX_ADDRESSES ? known.shift() : undefined;
    if (oldest !== undefined && byAddress.get(oldest) === peer) byAddress.delete(oldest);
    addressesOf.set(peer, [...known, key]);
    byAddress.set(key, peer);
  }

  function received(datagram: Buffer, from: RemoteInfo): void {
    const kind = datagramKind(datagram);
    if (kind === null) {
      ignored.unknown_protocol += 1;
    } else if (kind === 'stun') {
      checked(datagram, from);
    } else {
      const peer = byAddress.get(keyOf(from));
      if (peer === undefined) ignored.unknown_peer += 1;
      else peer.receive(kind, datagram);
    }
  }
  socket.on('message', received);

  return {
    port: socket.address().port,
    ignored,
    add(peer) {
      byName.set(peer.name, peer);
    },
    remove(peer) {
      byName.delete(peer.name);
      for (const key of addressesOf.get(peer) ?? []) if (byAddress.get(key) === peer) byAddress.delete(key);
      addressesOf.delete(peer);
    },
    send(datagram, to) {
      sendUdp(socket, datagram, to);
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function keyOf({ address, port }: Address): string {
  return `${address}:${port}`;
}

/** The system may allow less; what it allows will do. */
function widenBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
    socket.setSendBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // Some systems refuse instead of cutting to their limit.
  }
}
