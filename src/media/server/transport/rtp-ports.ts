/**
 * The two ports of a leg that talks plain RTP: an even one for sound and the next for its reports. Source: RFC 3550
 * section 11.
 */
import type { RemoteInfo, Socket } from 'node:dgram';
import { bindUdp, sendUdp } from './udp-socket.ts';
import type { Address } from './udp-socket.ts';

/** Which of the two. */
export type RtpChannel = 'sound' | 'reports';

/** Both, open. Addresses are IPv4 where a socket of both families hears IPv4. */
export type RtpPorts = {
  /** The even one. */
  readonly port: number;
  /** One listener: a later one takes the place of the one before. */
  onDatagram(listener: (channel: RtpChannel, datagram: Uint8Array, from: Address) => void): void;
  send(channel: RtpChannel, datagram: Uint8Array, to: Address): void;
  close(): Promise<void>;
};

const MAPPED = '::ffff:';

/**
 * Opens a free pair of the range; null when there is none. `host` as of `bindUdp`. `start`: where in the range to
 * begin, 0 to 1.
 */
export async function openRtpPorts(
  host: string | null,
  ports: { readonly first: number; readonly last: number },
  start: number,
): Promise<RtpPorts | null> {
  const first = ports.first + (ports.first % 2);
  const pairs = Math.max(0, Math.floor((ports.last + 1 - first) / 2));
  for (let tried = 0; tried < pairs; tried += 1) {
    const port = first + 2 * ((Math.floor(start * pairs) + tried) % pairs);
    const sound = await bindUdp(host, port);
    if (sound === null) continue;
    const reports = await bindUdp(host, port + 1);
    if (reports !== null) return createPair(port, { sound, reports });
    await closed(sound);
  }
  return null;
}

function createPair(port: number, sockets: Readonly<Record<RtpChannel, Socket>>): RtpPorts {
  const isIpv6 = sockets.sound.address().family === 'IPv6';
  let hear: (channel: RtpChannel, datagram: Uint8Array, from: Address) => void = () => {};

  const heard = (channel: RtpChannel) => (datagram: Buffer, from: RemoteInfo) => {
    const { address } = from;
    hear(channel, datagram, {
      address: address.startsWith(MAPPED) ? address.slice(MAPPED.length) : address,
      port: from.port,
    });
  };
  sockets.sound.on('message', heard('sound'));
  sockets.reports.on('message', heard('reports'));

  return {
    port,
    onDatagram(listener) {
      hear = listener;
    },
    send(channel, datagram, { address, port: at }) {
      const isMapped = isIpv6 && !address.includes(':');
      sendUdp(sockets[channel], datagram, { address: isMapped ? `${MAPPED}${address}` : address, port: at });
    },
    async close() {
      hear = () => {};
      await Promise.all([closed(sockets.sound), closed(sockets.reports)]);
    },
  };
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
