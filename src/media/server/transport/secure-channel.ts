/**
 * The way to one browser: an ICE-lite agent (RFC 8445 section 2.5), DTLS for the keys, SRTP and SRTCP for what is said.
 *
 * Lite, because this end can always be reached at an address that it announces: it answers the browser's checks and
 * sends where the browser nominated last. So offers cannot make us send anything to hosts that they name, and a
 * browser that changes its network needs only to check again from there. A browser behind a firewall without UDP brings
 * a TURN server's address itself.
 */
import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { isIntegral, writeStunSuccess } from '../../codec/stun.ts';
import { createSrtcpReceiver, createSrtcpSender } from '../../codec/srtcp.ts';
import { createSrtpReceiver, createSrtpSender } from '../../codec/srtp.ts';
import type { SrtpFault } from '../../codec/srtp.ts';
import { nodeSrtpCrypto } from './crypto.ts';
import { startHandshake } from './handshake.ts';
import type { Certificate, Handshake, SrtpMasters } from './handshake.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { MediaPort, Peer } from './media-port.ts';
import type { Address } from './udp-socket.ts';

/** Our half of the ICE credentials, as SDP has them. */
export type Credentials = { readonly name: string; readonly password: string };

/** What the channel tells anyone who holds it. */
export type ChannelListener = {
  /** Keys are agreed: packets can be sent. */
  onSecured(): void;
  /** It will never be: wrong certificate, a handshake that ended. */
  onFailed(reason: string): void;
  /** Something authentic came: the peer is there. `isSound`: RTP, and no check or report. */
  onHeard(isSound: boolean): void;
  /** A decrypted RTP packet. */
  onRtp(packet: Uint8Array): void;
  /** A decrypted compound of RTCP packets. */
  onRtcp(compound: Uint8Array): void;
};

/** One browser's channel. */
export type SecureChannel = {
  readonly credentials: Credentials;
  readonly isSecured: () => boolean;
  /** Packets that were no good: forged, repeated, malformed. */
  readonly refused: () => number;
  /** New credentials for the same keys: an ICE restart. The old ones hold until the browser uses the new. */
  restart(): Credentials;
  /** The whole packet is in `bytes` up to `length`; at least 16 bytes of room must follow it. */
  sendRtp(bytes: Uint8Array, length: number): boolean;
  sendRtcp(compound: Uint8Array): void;
  close(): void;
};

type Keys = {
  readonly rtpOut: ReturnType<typeof createSrtpSender>;
  readonly rtpIn: ReturnType<typeof createSrtpReceiver>;
  readonly rtcpOut: ReturnType<typeof createSrtcpSender>;
  readonly rtcpIn: ReturnType<typeof createSrtcpReceiver>;
};

/** Checks whose transaction is remembered, so that a recorded one sent from elsewhere does not lead us there. */
const REMEMBERED_CHECKS = 64;

const SRTCP_ROOM = 14;

/** Listens for the browser at once. */
export function createSecureChannel(options: {
  readonly port: MediaPort;
  readonly certificate: Certificate;
  readonly fingerprints: readonly Fingerprint[];
  readonly listener: ChannelListener;
}): SecureChannel {
  const { port, listener } = options;
  let selected: Address | null = null;
  let handshake: Handshake | null = null;
  let keys: Keys | null = null;
  let refused = 0;
  let isClosed = false;

  function nominated(from: Address): void {
    selected = { address: from.address, port: from.port };
    handshake ??= startHandshake({
      certificate: options.certificate,
      fingerprints: options.fingerprints,
      send: (datagram) => send(datagram),
      onKeys(masters) {
        keys = createKeys(masters);
        listener.onSecured();
      },
      onFailed: (reason) => listener.onFailed(reason),
    });
  }

  function send(datagram: Uint8Array): void {
    if (selected !== null && !isClosed) port.send(datagram, selected);
  }

  function opened(
    result: number | SrtpFault,
    datagram: Uint8Array,
    isSound: boolean,
    take: (packet: Uint8Array) => void,
  ): void {
    if (typeof result === 'string') {
      refused += 1;
      return;
    }
    listener.onHeard(isSound);
    take(datagram.subarray(0, result));
  }

  const receivers = {
    rtp: (datagram: Uint8Array) => {
      if (keys !== null) opened(keys.rtpIn.open(datagram), datagram, true, (packet) => listener.onRtp(packet));
    },
    rtcp: (datagram: Uint8Array) => {
      if (keys !== null) opened(keys.rtcpIn.open(datagram), datagram, false, (compound) => listener.onRtcp(compound));
    },
    // From any address that was checked: the browser may answer by another way than the one it nominated last.
    dtls: (datagram: Uint8Array) => {
      if (keys === null) handshake?.receive(datagram);
    },
  };

  function createAgent(): Peer & Credentials {
    const agent = createIceAgent(port, receivers, (from, isNominated) => {
      listener.onHeard(false);
      if (isNominated) nominated(from);
      // What was replaced by a restart is given up once the browser follows.
      if (agents.at(-1) === agent) for (const old of agents.splice(0, agents.length - 1)) port.remove(old);
    });
    return agent;
  }

  const agents = [createAgent()];
  port.add(agents[0] as Peer);

  return {
    get credentials() {
      const { name, password } = agents.at(-1) as Credentials;
      return { name, password };
    },
    isSecured: () => keys !== null,
    refused: () => refused,
    restart() {
      // Only the pair in use and the newest count: who restarts over and over leaves nothing behind.
      for (const unused of agents.splice(1)) port.remove(unused);
      const agent = createAgent();
      agents.push(agent);
      port.add(agent);
      return { name: agent.name, password: agent.password };
    },
    sendRtp(bytes, length) {
      const sealed = keys?.rtpOut.seal(bytes, length);
      if (typeof sealed !== 'number') return false;
      send(bytes.subarray(0, sealed));
      return true;
    },
    sendRtcp(compound) {
      const bytes = new Uint8Array(compound.length + SRTCP_ROOM);
      bytes.set(compound);
      const sealed = keys?.rtcpOut.seal(bytes, compound.length);
      if (typeof sealed === 'number') send(bytes.subarray(0, sealed));
    },
    close() {
      isClosed = true;
      handshake?.close();
      for (const agent of agents) port.remove(agent);
    },
  };
}

type Receivers = Readonly<Record<'rtp' | 'rtcp' | 'dtls', (datagram: Uint8Array) => void>>;

/** Answers the checks made with one pair of credentials. Source: RFC 8445 sections 5.3 (their lengths) and 7.3. */
function createIceAgent(
  port: MediaPort,
  receivers: Receivers,
  onCheck: (from: Address, isNominated: boolean) => void,
): Peer & Credentials {
  const [name, password] = [randomBytes(6).toString('hex'), randomBytes(16).toString('hex')];
  const authenticate = nodeSrtpCrypto.hmacSha1(Buffer.from(password));
  const seen = new LRUCache<string, Address>({ max: REMEMBERED_CHECKS });
  return {
    name,
    password,
    check(check, datagram, from) {
      if (!isIntegral(datagram, check.integrityAt, authenticate)) return false;
      const id = Buffer.from(check.transactionId).toString('latin1');
      const first = seen.get(id);
      if (first !== undefined && !isSame(from, first)) return false;
      seen.set(id, { address: from.address, port: from.port });
      const answer = writeStunSuccess(check, from, authenticate);
      if (answer !== null) port.send(answer, from);
      onCheck(from, check.isNominated);
      return true;
    },
    receive: (kind, datagram) => receivers[kind](datagram),
  };
}

function isSame(a: Address, b: Address | null): boolean {
  return b !== null && a.port === b.port && a.address === b.address;
}

function createKeys({ local, remote }: SrtpMasters): Keys {
  return {
    rtpOut: createSrtpSender(nodeSrtpCrypto, local),
    rtpIn: createSrtpReceiver(nodeSrtpCrypto, remote),
    rtcpOut: createSrtcpSender(nodeSrtpCrypto, local),
    rtcpIn: createSrtcpReceiver(nodeSrtpCrypto, remote),
  };
}
