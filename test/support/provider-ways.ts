/** The sockets of a provider for tests: datagrams, or connections over TCP and TLS, framed by Content-Length. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.ts';

/** What it is reached over. */
export type ProviderTransport = 'UDP' | 'TCP' | 'TLS';

/** Where a message came from, and what is sent goes: of a connection always the same one. */
export type Way = { send(text: string): void };

/** They. */
export type Ways = {
  readonly port: number;
  /** The way to a caller's port: over the connection that they made last, else over one of our own. */
  to(port: number): Promise<Way>;
  /** The names that were asked for by those who connected (SNI), one a connection; null where none was. */
  readonly names: readonly (string | null)[];
  close(): Promise<void>;
};

const HOST = '127.0.0.1';

/** Opens them at a free port of loopback. `certificate`: shown over TLS. */
export async function openWays(
  transport: ProviderTransport,
  certificate: Certificate | null,
  hear: (text: string, way: Way) => void,
): Promise<Ways> {
  return transport === 'UDP' ? openDatagrams(hear) : openStreams(transport, certificate, hear);
}

async function openDatagrams(hear: (text: string, way: Way) => void): Promise<Ways> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => void socket.bind(0, HOST, resolve));
  const wayTo = (port: number): Way => ({ send: (text) => socket.send(text, port, HOST) });
  socket.on('message', (bytes, from) => hear(String(bytes), wayTo(from.port)));
  return {
    port: socket.address().port,
    to: async (port) => wayTo(port),
    names: [],
    close: async () => new Promise<void>((resolve) => void socket.close(() => resolve())),
  };
}

async function openStreams(
  transport: 'TCP' | 'TLS',
  certificate: Certificate | null,
  hear: (text: string, way: Way) => void,
): Promise<Ways> {
  const open = new Map<Socket, Way>();
  const names: (string | null)[] = [];
  const take = (socket: Socket): Way => {
    const way: Way = { send: (text) => void socket.write(text) };
    open.set(socket, way);
    let left = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      const { whole, rest } = framed(left + String(chunk));
      left = rest;
      for (const text of whole) hear(text, way);
    });
    socket.on('error', () => socket.destroy()).once('close', () => open.delete(socket));
    return way;
  };
  const came = (socket: Socket): void => {
    names.push(socket instanceof TLSSocket && typeof socket.servername === 'string' ? socket.servername : null);
    take(socket);
  };
  const options = { cert: certificate?.certificate ?? '', key: certificate?.key ?? '' };
  const server = transport === 'TLS' ? createTlsServer(options, came) : createServer(came);
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // It listens on a port.
    async to(port) {
      const last = [...open.values()].at(-1);
      if (last !== undefined) return last;
      const socket = connect(port, HOST);
      await once(socket, 'connect');
      return take(socket);
    },
    names,
    async close() {
      for (const socket of open.keys()) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

/** The whole messages at the beginning, and what has come of the next. Line ends between messages keep a way open. */
function framed(text: string): { readonly whole: readonly string[]; readonly rest: string } {
  const whole: string[] = [];
  let rest = text.replace(/^[\r\n]+/, '');
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) return { whole, rest };
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(rest.slice(0, end))?.[1] ?? 0);
    if (rest.length < end + 4 + length) return { whole, rest };
    whole.push(rest.slice(0, end + 4 + length));
    rest = rest.slice(end + 4 + length).replace(/^[\r\n]+/, '');
  }
}
