/** UDP sockets bound to ports of ours. */
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';

/** Where datagrams come from and go to. */
export type Address = { readonly address: string; readonly port: number };

/** Every address of the machine, of both families. */
const EVERY_IPV6 = '::';
const EVERY_IPV4 = '0.0.0.0';

/** What systems say where IPv6 was left out, or switched off. */
const WITHOUT_IPV6 = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL', 'EPROTONOSUPPORT']);

/**
 * A socket on the port. `host`: the address to bind; null: every address, IPv6 and IPv4 by one socket (RFC 3493 section
 * 5.3), or IPv4 alone where the machine has no IPv6. Null when the port is taken or forbidden; another error (no such
 * address) concerns all ports, and is thrown.
 */
export async function bindUdp(host: string | null, port: number): Promise<Socket | null> {
  if (host !== null) return bind(host, port);
  try {
    return await bind(EVERY_IPV6, port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!WITHOUT_IPV6.has(code)) throw error;
    return bind(EVERY_IPV4, port);
  }
}

async function bind(host: string, port: number): Promise<Socket | null> {
  const family = host.includes(':') ? 6 : 4;
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    // Only IP addresses are ever sent to: without this, each send would go through the resolver.
    lookup: (address, _options, found) => found(null, address, family),
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address: host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    socket.close();
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EADDRINUSE' || code === 'EACCES') return null;
    throw error;
  }
  socket.removeAllListeners('error');
  // An ICMP answer from a far end's closed port ends nothing.
  socket.on('error', () => {});
  return socket;
}

/** Sends, and never throws or waits; what the system cannot take now is lost, as UDP may be. */
export function sendUdp(socket: Socket, datagram: Uint8Array, to: Address): void {
  // With a callback, errors go to it instead of being thrown as events.
  socket.send(datagram, to.port, to.address, dropped);
}

function dropped(): void {}
